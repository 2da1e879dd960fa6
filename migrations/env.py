"""How Alembic runs the revisions: on the connection it is handed, in that connection's transaction."""

from alembic import context
from sqlalchemy import MetaData

connection = context.config.attributes["connection"]
conventions = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
context.configure(connection=connection, target_metadata=conventions, render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
