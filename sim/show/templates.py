"""How are HTML templates filled in?

Everything that is filled in is text, unless a template says that it is markup; and what a template
names has to be there.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def templates(package: str) -> Environment:
    """Return the templates in a package's folder ``templates``.

    Parameters
    ----------
    package
        Its name, such as ``sim.show.report``.
    """
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
