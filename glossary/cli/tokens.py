"""`glossary token`: who may write over HTTP."""

from dataclasses import asdict
from typing import Annotated

import typer
from pydantic_core import to_jsonable_python

from glossary.cli.options import AsJson, AsTsv, Database, exclude, opened, out
from glossary.cli.tables import Column, Listing, show_json
from glossary.tokens import Scope, create_token, list_tokens, revoke_token

token = typer.Typer(help="Who may write over HTTP.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Whose token it is; the history shows it.")]


@token.command("create")
def create(
    name: Name,
    scope: Annotated[list[Scope], typer.Option(help="What it allows; may be given more than once.")],
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Make a token and show it, once."""
    scopes = frozenset(scope)
    with opened(database, create=True).writing("glossary token create") as write:
        made = create_token(write, name, scopes)
    if as_json:
        show_json(out, {"name": name, "scopes": sorted(scopes), "token": made})
    else:
        out.out(made, highlight=False)


@token.command("list")
def show(database: Database = None, as_json: AsJson = False, as_tsv: AsTsv = False) -> None:
    """Show who has a token, what it allows, when it was used; never the token itself, which is stored nowhere."""
    exclude(json=as_json, tsv=as_tsv)
    with opened(database).reading() as connection:
        tokens = list_tokens(connection)
    if as_json:
        show_json(out, [to_jsonable_python(asdict(one)) for one in tokens])
        return
    listing = Listing([Column(name) for name in ("name", "scopes", "created", "last_used", "revoked")])
    for one in tokens:
        moments = (
            f"{moment:%Y-%m-%d %H:%M}Z" if moment else "" for moment in (one.created, one.last_used, one.revoked)
        )
        listing.add(one.name, ", ".join(one.scopes), *moments, style="dim" if one.revoked else "")
    listing.show(out, as_tsv=as_tsv)


@token.command("revoke")
def revoke(name: Name, database: Database = None, as_json: AsJson = False) -> None:
    """Make a token worthless at once, also to a service that is running, and for good."""
    with opened(database).writing("glossary token revoke") as write:
        revoked = revoke_token(write, name)
    if as_json:
        show_json(out, to_jsonable_python(asdict(revoked)))
    else:
        out.print(f"{name} may no longer write", highlight=False, markup=False)
