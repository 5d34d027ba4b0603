"""What a resident hears about: joining, answering a meeting, suggesting a topic, safety advice, quiet hours."""
