# syntax=docker/dockerfile:1
# Built twice: what builds the program does not go where it runs.
FROM python:3.11-slim AS build
WORKDIR /srv/shipledger
COPY requirements-build.lock requirements.lock ./
RUN python -m venv .venv \
    && .venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements-build.lock \
    && .venv/bin/uv venv --python /usr/local/bin/python3.11 /srv/run \
    && .venv/bin/uv pip sync --python /srv/run --no-cache --require-hashes requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY domain domain
COPY webhooks webhooks
COPY projections projections
COPY service service
RUN .venv/bin/python -m hatchling build --target wheel --directory /srv/wheel \
    && .venv/bin/uv pip install --python /srv/run --no-cache --no-deps /srv/wheel/*.whl

FROM python:3.11-slim
# `shipledger import git` asks git.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /var/lib/shipledger shipledger
COPY --from=build /srv/run /srv/run
ENV PATH=/srv/run/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    SHIPLEDGER_BIND=0.0.0.0:8000
USER 10001
WORKDIR /var/lib/shipledger
VOLUME /var/lib/shipledger
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/livez', timeout=2)"]
ENTRYPOINT ["shipledger"]
CMD ["serve"]
