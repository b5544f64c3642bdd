"""YAML as editors write it: text stays text, a key twice is an
error, and every value knows its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

_PLAIN = re.compile(r"^(?P<key>(?:[A-Za-z_]+:|\s*-)\s+)(?P<value>[^\s\"'\[{|>&*!%@`#-].*)$")
_COMMENT = re.compile(r"\s#(?:\s.*)?$")


@dataclass(frozen=True)
class Value:
    """A text, or a list of texts, and the line (from 0) at which it stands."""

    content: str | list[str]
    line: int


class YamlError(ValueError):
    """`line` counts from 0 in the text that was read."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.problem, self.line = problem, line


def read_fields(text: str) -> dict[str, Value]:
    """Read `name: value` pairs; raises YamlError for anything
    deeper, a key twice, or what isn't YAML.
    """
    text = "\n".join(_quoted(line) for line in text.split("\n"))
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "odd characters"
        raise YamlError(f"is not YAML: {problem}", mark.line if mark else 0) from error
    except RecursionError as error:
        raise YamlError("has too many brackets in brackets", 0) from error
    if not isinstance(node, yaml.MappingNode):
        raise YamlError("must be a list of 'name: value' lines", 0)
    found: dict[str, Value] = {}
    for key, value in node.value:
        name, line = _printable(str(key.value), key), key.start_mark.line
        if name in found:
            raise YamlError(f"has '{name}' twice", line)
        found[name] = Value(_content(name, value), line)
    return found


def _quoted(line: str) -> str:
    """`title: Pay report #3: the sequel` is one text; only ` # ` begins a comment."""
    match = _PLAIN.match(line)
    if match is None:
        return line
    value = _COMMENT.sub("", match["value"]).rstrip()
    if " #" not in value and ": " not in value and not value.endswith(":"):
        return line
    return match["key"] + "'" + value.replace("'", "''") + "'"


def _printable(text: str, node: yaml.Node) -> str:
    """The text, which escapes of YAML such as `\\0` may have given characters that nobody reads."""
    if not text.replace("\n", " ").replace("\t", " ").isprintable():
        raise YamlError("has a character that can't be printed", node.start_mark.line)
    return text


def _content(name: str, node: yaml.Node) -> str | list[str]:
    if isinstance(node, yaml.ScalarNode):
        null = node.tag == "tag:yaml.org,2002:null"
        return "" if null else _printable(str(node.value), node)
    if isinstance(node, yaml.SequenceNode) and all(
        isinstance(part, yaml.ScalarNode) for part in node.value
    ):
        return [_printable(str(part.value), part) for part in node.value]
    raise YamlError(f"'{name}' must be words or a list of words", node.start_mark.line)
