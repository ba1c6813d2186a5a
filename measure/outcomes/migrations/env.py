"""What Alembic runs: the migrations, on the connection that ``migrate`` hands over."""

from alembic import context

from measure.outcomes.tables import metadata

# Without a running migration (tools that import every module) there is nothing to configure.
if getattr(context, "config", None) is not None:
    context.configure(
        connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True
    )
    context.run_migrations()
