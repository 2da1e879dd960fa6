# syntax=docker/dockerfile:1
# Build:  docker build -t mingci .                                  with OpenTelemetry: --build-arg EXTRAS=telemetry
# Run:    docker run --read-only --tmpfs /tmp -p 8000:8000 -v mingci:/data --stop-timeout 20 mingci
# Other commands, on the same store:  docker run --rm -it -v mingci:/data mingci token create 王 --scope edit

# The index of all platforms, as docker-library/repo-info records it for this tag at its commit 40cdaf34 (2026-09-22).
# `python -m tools.pin_base` writes what the tag is by now; rebuild for security fixes with that, not by leaving it out.
ARG BASE=python:3.11-slim-bookworm@sha256:a36c24f9cbdf4fd0f52d67f0823eeac19c2028c637cecc392d97f980d4fec56b

FROM ${BASE} AS build
ARG EXTRAS=
WORKDIR /build
COPY requirements.lock requirements-telemetry.lock ./
RUN python -m venv /opt/mingci \
    && /opt/mingci/bin/pip install --no-cache-dir --no-compile --require-hashes --only-binary :all: \
        -r "requirements${EXTRAS:+-$EXTRAS}.lock"
COPY pyproject.toml README.md LICENSE LICENSE-jieba ./
COPY app app
COPY glossary glossary
COPY migrations migrations
RUN /opt/mingci/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /opt/mingci/bin/pip uninstall --yes setuptools pip \
    && /opt/mingci/bin/python -m compileall -q /opt/mingci/lib

FROM ${BASE}
RUN groupadd --system --gid 10001 mingci \
    && useradd --system --uid 10001 --gid mingci --home-dir /data --no-create-home --shell /usr/sbin/nologin mingci \
    && install --directory --owner mingci --group mingci /data
COPY --from=build /opt/mingci /opt/mingci
# Neither GLOSSARY_PORT nor PORT is set here: the platform's PORT is to be the one that holds.
ENV PATH=/opt/mingci/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    GLOSSARY_HOST=0.0.0.0 \
    GLOSSARY_LOG=json \
    GLOSSARY_DATABASE_URL=/data/mingci.db
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["glossary", "ready"]
ENTRYPOINT ["glossary"]
CMD ["serve"]
