"""The service, put together: the only place where settings, store, middleware and routes meet."""

import gc
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version
from itertools import chain
from typing import Any

import anyio
from fastapi import FastAPI
from sqlalchemy import URL
from starlette.routing import Route

from app import documentation, logs, problems
from app.curating import Curating
from app.dependencies import Lane, Tidying
from app.documentation import document
from app.edge import EdgeMiddleware
from app.hosts import HostMiddleware
from app.indexing import Indexing
from app.limits import TEXT_BODY_MOST, BodyLimitMiddleware
from app.memory import keep_little
from app.metrics import Metrics
from app.observing import ObservingMiddleware
from app.places import Places
from app.prefix import AddressMiddleware, PrefixMiddleware, route_path
from app.protocol import HEAD_SECONDS
from app.rates import RateLimitMiddleware
from app.routes import (
    annotate,
    check,
    concepts,
    concordance,
    editing,
    exchange,
    extract,
    history,
    importing,
    lexicon,
    lookup,
    operations,
    search,
    sources,
    suggest,
)
from app.security import Uses
from app.settings import Settings
from glossary.processes import WorkLimits
from glossary.store.opening import default_url, open_store, store_url


def create_app(settings: Settings | None = None) -> FastAPI:
    """Build the service; it opens its store when it starts and closes it when it stops.

    Starting raises StoreError where the store cannot be opened.
    """
    settings = settings or Settings()
    url = store_url(settings.database_url) if settings.database_url else default_url()

    app = FastAPI(
        title="Mingci",
        version=version("mingci"),
        summary="A Chinese→English glossary service for Chinese official documents",
        description=documentation.DESCRIPTION,
        openapi_tags=document.TAGS,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=_lifespan(url, settings),
        redoc_url=None,
        telemetry={"auto_configure": True, "exclude": _unwatched},
    )
    app.state.metrics = Metrics()
    app.state.public_url = settings.public_url
    problems.install(app)
    document.install(app, settings, longer_bodies() | document_bodies(settings))
    # Not included but taken as they are, and before those of the framework: a router inside a router is matched twice, and
    # each route before the right one is tried first; together a sixth of what a look-up costs.
    app.router.routes[:0] = chain.from_iterable(routes.router.routes for routes in _ROUTES)
    _surround(app, settings)
    return app


_ROUTES = (
    lookup,
    search,
    suggest,
    concordance,
    annotate,
    extract,
    check,
    lexicon,
    concepts,
    editing,
    history,
    importing,
    exchange,
    sources,
    operations,
)
"""What is asked most comes first."""


def _surround(app: FastAPI, settings: Settings) -> None:
    """Put around the routes what is the same for all of them, the innermost first."""
    if settings.root_path:
        app.add_middleware(AddressMiddleware, prefix=settings.root_path)
    app.add_middleware(
        BodyLimitMiddleware,
        limit=settings.max_body_bytes,
        longer=longer_bodies(),
        documents=document_bodies(settings),
        silence=settings.body_silence_seconds,
        seconds=settings.body_seconds,
    )
    if settings.rate_limit:
        app.add_middleware(RateLimitMiddleware, per_minute=settings.rate_limit)
    if settings.allowed_hosts:
        app.add_middleware(HostMiddleware, allowed=settings.allowed_hosts)
    app.add_middleware(EdgeMiddleware, version=app.version, origins=frozenset(settings.write_origins))
    pages = frozenset(one.path for one in app.router.routes if type(one) is Route and "{" not in one.path)
    app.add_middleware(ObservingMiddleware, metrics=app.state.metrics, log=settings.log, pages=pages)
    if settings.root_path:
        app.add_middleware(PrefixMiddleware, prefix=settings.root_path)


def serving() -> FastAPI:
    """Build the service for a process that does nothing else: its log is set up, too."""
    keep_little()
    settings = Settings()
    logs.configure(settings.log)
    return create_app(settings)


def _unwatched(scope: Mapping[str, Any]) -> bool:
    """Return whether a request is one of those that tell of the service, and are not told of."""
    return route_path(dict(scope)) in ("/healthz", "/readyz", "/metrics")


def _lifespan(url: URL, settings: Settings) -> Callable[[FastAPI], AbstractAsyncContextManager[Mapping[str, float]]]:
    """Return what opens the store when the service starts, and closes it when it stops."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Mapping[str, float]]:
        # Two connections more than the threads that may hold one: the event loop's own, and that of who builds an index.
        threads = settings.slow_readers + settings.long_readers + _WHOLE_READERS
        app.state.store = open_store(url, readers=threads + 2)
        app.state.store.claim()
        app.state.damage = None
        app.state.indexing = Indexing(app.state.store, app.state.metrics.index_builds.observe)
        app.state.uses = Uses(app.state.store)
        app.state.lanes = {
            Lane.SHORT: Places(settings.slow_readers),
            Lane.LONG: Places(settings.long_readers),
            Lane.WHOLE: Places(_WHOLE_READERS),
            Lane.DOCUMENTS: Places(settings.document_readers),
        }
        app.state.tidying = Tidying()
        app.state.full_seconds = settings.full_seconds
        app.state.read_seconds = settings.read_seconds
        app.state.threads = anyio.CapacityLimiter(threads)
        app.state.document_limits = WorkLimits(
            settings.document_seconds,
            settings.document_seconds + _PATIENCE_WITH_DOCUMENTS,
            settings.document_megabytes * 2**20,
        )
        app.state.writers = anyio.Lock()
        app.state.curating = Curating()
        gc.freeze()  # What is loaded by now stays: the collector need not look at it again and again.
        try:
            yield {HEAD_SECONDS: settings.head_seconds}  # what the protocol goes by
        finally:
            app.state.store.close()

    return lifespan


_PATIENCE_WITH_DOCUMENTS = 30
"""Seconds beyond its processor time that a document may take to read, where others keep the machine busy."""
_WHOLE_READERS = 2
"""Exports and the lexicon: each holds a connection, and one a temporary file, for as long as it takes."""


def longer_bodies() -> dict[str, int]:
    """Return the paths whose bodies may be longer than others, and how long: those with a text."""
    return dict.fromkeys((*_WITH_DOCUMENT, "/v1/annotate", "/v1/check"), TEXT_BODY_MOST)


def document_bodies(settings: Settings) -> dict[str, int]:
    """Return the paths that take a form with a document in it, and how long that may be."""
    return dict.fromkeys(_WITH_DOCUMENT, settings.max_document_bytes)


_WITH_DOCUMENT = ("/v1/sources", "/v1/import", "/v1/extract")
