"""What nobody would send, sent: bent updates and answers, torn files, forged envelopes, requests no browser makes.

A target opens a part of the product with real storage and real HTTP, and strikes it with one case after another, each
made from a number of its own, so that any of them can be struck again. The product may refuse, in its own words; it may
not crash, wait for ever, or leave the next honest person unanswered.
"""
