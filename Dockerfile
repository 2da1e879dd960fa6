# syntax=docker/dockerfile:1
# Build:  docker build -t mingci .
# Run:    docker run --read-only --tmpfs /tmp -p 8000:8000 -v mingci:/data mingci

FROM python:3.11-slim-bookworm AS build
WORKDIR /build
COPY requirements.lock ./
RUN python -m venv /opt/mingci \
    && /opt/mingci/bin/pip install --no-cache-dir --no-compile --require-hashes --only-binary :all: -r requirements.lock
COPY pyproject.toml README.md LICENSE LICENSE-jieba ./
COPY app app
COPY glossary glossary
COPY migrations migrations
RUN /opt/mingci/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /opt/mingci/bin/pip uninstall --yes setuptools pip \
    && /opt/mingci/bin/python -m compileall -q /opt/mingci/lib

FROM python:3.11-slim-bookworm
RUN groupadd --system --gid 10001 mingci \
    && useradd --system --uid 10001 --gid mingci --home-dir /data --no-create-home --shell /usr/sbin/nologin mingci \
    && install --directory --owner mingci --group mingci /data
COPY --from=build /opt/mingci /opt/mingci
ENV PATH=/opt/mingci/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    GLOSSARY_LOG=json \
    GLOSSARY_DATABASE_URL=/data/mingci.db
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["glossary", "serve", "--host", "0.0.0.0"]
