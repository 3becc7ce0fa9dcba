# One image for web, live, worker, beat and migrations; docker-compose.yml says which command each runs.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONTZPATH=""
WORKDIR /nearer
COPY requirements/bootstrap.txt requirements/base.txt requirements/
RUN python -m venv /venv \
    && /venv/bin/pip install --only-binary=:all: --require-hashes -r requirements/bootstrap.txt \
    && /venv/bin/uv pip install --python /venv/bin/python --no-cache --compile-bytecode --no-build --require-hashes -r requirements/base.txt \
    && /venv/bin/pip uninstall --yes uv pip
COPY . .
# The settings refuse to start without values; these are used for this one step and stay in no layer.
RUN NEARER_VAR=/built /venv/bin/python -m config.fonts \
    && NEARER_VAR=/built \
       DJANGO_SETTINGS_MODULE=config.settings \
       NEARER_URL=https://build.invalid \
       MAIL_FROM=build@build.invalid \
       EMAIL_URL=dummy:// \
       DATABASE_URL=postgresql://build.invalid/nearer \
       REDIS_URL=redis://build.invalid/0 \
       SECRET_KEY="$(/venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(48))')" \
       NEARER_KEY="build:$(/venv/bin/python -c 'import base64, os; print(base64.b64encode(os.urandom(32)).decode())')" \
       /venv/bin/python manage.py collectstatic --noinput --verbosity=0

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin nearer && install --directory --owner=nearer /ledger
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONTZPATH="" \
    PYTHONPATH=/nearer \
    NEARER_VAR=/built \
    DJANGO_SETTINGS_MODULE=config.settings
WORKDIR /nearer
COPY --from=build /venv /venv
COPY --from=build /nearer /nearer
COPY --from=build /built /built
USER nearer
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "1", "config.wsgi:application"]
