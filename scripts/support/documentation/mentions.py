"""What an article mentions: links, files of the checkout, commands and their options."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
INDENTED = re.compile(r"^    (\S.*)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
ARTICLE = re.compile(r"<doc:(\w+)>")
IN_CHECKOUT = re.compile(r"(?:Sources|Tests|scripts|Corpora)/[\w./-]*\w")
OF_TARGET = re.compile(r"[A-Z]\w+/[\w/]+\.(?:swift|h|c)")
OPTION = re.compile(r"(?<![\w-])--[a-z][\w-]*")
SUBCOMMAND = re.compile(r"^  ([a-z][a-z-]*)(?: |$)", re.MULTILINE)


class Program:
    """The commands of timbre and their options, as its help tells."""

    def __init__(self, path):
        self.path, self.options = path, {}
        self.visit(())

    def visit(self, words):
        run = subprocess.run([self.path, "help", *words], capture_output=True, text=True, check=True)
        self.options[words] = set(OPTION.findall(run.stdout))
        for name in SUBCOMMAND.findall(run.stdout.partition("SUBCOMMANDS:")[2]):
            self.visit((*words, name))

    def command(self, text):
        """The longest command that the words after `timbre` begin with; nothing for none."""
        words = tuple(text.split()[1:3])
        return next((words[:count] for count in (2, 1) if words[:count] in self.options), None)


def script_options():
    """The options of all scripts."""
    options = set()
    for path in (ROOT / "scripts").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            options |= set(OPTION.findall(path.read_text("utf-8")))
    return options


def faults(path, text, program, others):
    """What an article mentions and there is not; `others` are options beside the program's."""
    for target in LINK.findall(text):
        name = target.partition("#")[0]
        places = (path.parent / name, path.parent / "Resources" / name)
        if "://" not in target and not any(place.exists() for place in places):
            yield f"the link {target} leads nowhere"
    for name in ARTICLE.findall(text):
        if not (path.parent / f"{name}.md").exists():
            yield f"no article {name} in this catalogue"
    prose = FENCE.sub("", text)
    for words in SPAN.findall(prose) + INDENTED.findall(prose):
        yield from span_faults(words, program, others)


def span_faults(words, program, others):
    if (match := IN_CHECKOUT.match(words)) and not (ROOT / match[0]).exists():
        yield f"there is no {match[0]}"
    if OF_TARGET.fullmatch(words) and not IN_CHECKOUT.match(words):
        if not list((ROOT / "Sources").glob(f"*/{words}")):
            yield f"there is no {words} in Sources"
    known = set().union(*program.options.values()) | others
    if words.startswith("timbre ") and not words.startswith("timbre help"):
        command = program.command(words)
        if command is None and words.split()[1].islower():
            yield f"timbre has no command {words.split()[1]}"
        known = program.options.get(command, known)
    for option in OPTION.findall(words):
        if option not in known and not words.startswith("timbre-benchmarks"):
            yield f"no option {option}: {words}"
