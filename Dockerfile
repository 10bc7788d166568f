# Osusume over Socket Mode: docker build -t osusume . && docker run -v osusume:/data -e SLACK_BOT_TOKEN -e SLACK_APP_TOKEN osusume
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 OMP_NUM_THREADS=1 PYTHONPATH=/app XDG_DATA_HOME=/data XDG_CACHE_HOME=/data/cache
WORKDIR /app

COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock

COPY . .
RUN useradd --uid 10001 --create-home osusume && mkdir -p /data && chown 10001 /data
USER 10001
VOLUME /data

ENTRYPOINT ["python", "-m", "bot.terminal"]
CMD ["run"]
