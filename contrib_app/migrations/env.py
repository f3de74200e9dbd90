"""Where Alembic finds the models, and the connection that `mesaides upgrade` opened."""

from alembic import context

from contrib_app.accounts import models as accounts
from contrib_app.contributions import models as contributions
from contrib_app.contributions import publication, simulators
from contrib_app.orm import Base
from contrib_app.simulator import models as simulator
from contrib_app.suites import models as suites
from contrib_app.tables import models as tables
from contrib_app.work import models as work

MODELS = (
    accounts,
    contributions,
    publication,
    simulator,
    simulators,
    suites,
    tables,
    work,
)  # imported for their tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
