# The base is one image and no other: whoever moves the name `3.12-slim` moves nothing here. CONTRIBUTING.md says when to
# renew it. Stage 1 installs with hashes; stage 2 carries only what runs: no compiler, no sandbox, no tests.
FROM python:3.12.14-slim-trixie@sha256:78387bc3881b8273120a12ebe6c1ab22b018ccc2c9adf565ae1ac9b536e184ea AS build
WORKDIR /amana
RUN python -m venv /venv
COPY requirements.lock .
RUN /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY services services
COPY storage storage
COPY locales locales
COPY desk desk
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12.14-slim-trixie@sha256:78387bc3881b8273120a12ebe6c1ab22b018ccc2c9adf565ae1ac9b536e184ea
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin amana \
    && install -d -o amana -g amana -m 0700 /data
COPY --from=build /venv /venv
COPY content /content
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 AMANA_FOLDER=/data AMANA_CONTENT=/content
USER amana
VOLUME /data
ENTRYPOINT ["amana"]
CMD ["run"]
