"""The commands by which a log is sealed, proven and verified, as they are typed."""

from __future__ import annotations

import click

from cli import options
from cli.commands import Branch, Strict, body
from cli.i18n import _, noted


def _file(name: str, text: str) -> click.Argument:
    return click.Argument([name], metavar=text)


def _key() -> click.Option:
    return click.Option(["--key", "key_file"], metavar="FILE", help=_("The signer's key. Default: SEZ_KEY."))


def _into() -> click.Option:
    return click.Option(
        ["-o", "--output", "target"],
        metavar="FILE",
        default="-",
        help=_("The new file to write; none is replaced. Default: standard output."),
    )


def key() -> click.Group:
    """`audit key`: the signer's key."""
    made = {
        "generate": lambda: _made(
            "generate",
            "cli.audit.sealing:generated",
            noted("Make the key that signs this store's checkpoints. Keep it away from the store."),
            "sez audit key generate sez.key",
            _file("file", "FILE"),
        ),
        "show": lambda: _made(
            "show",
            "cli.audit.sealing:shown",
            noted("The public half of a key, to be given to all who verify."),
            "sez audit key show sez.key",
            _file("file", "FILE"),
        ),
    }
    return Branch("key", made, help=_("The key that signs checkpoints."))


def seal() -> click.Command:
    """`audit seal`: commit to every stream's end and sign the whole."""
    return _made(
        "seal",
        "cli.audit.sealing:seal",
        noted(
            "Read the whole log again, record where every stream ends, and sign a checkpoint of it all. "
            "What does not follow from the checkpoint signed last is refused."
        ),
        "sez audit seal --key sez.key",
        _key(),
        options.actor(),
    )


def export() -> click.Command:
    """`audit export`: the exact records."""
    return _made(
        "export",
        "cli.audit.proving:export",
        noted("Write the exact records, one a line, each a leaf of the tree."),
        "sez audit export -o log.jsonl",
        _into(),
    )


def prove() -> click.Command:
    """`audit prove EVENT`: that a record is in the log."""
    return _made(
        "prove",
        "cli.audit.proving:prove",
        noted(
            "Prove that an event is in the log of the last checkpoint (C2SP tlog-proof). "
            "That something is not there is shown by audit bundle --absent."
        ),
        "sez audit prove plot-KHG-014@1 -o plot.tlog-proof",
        _file("event", _("EVENT")),
        _into(),
    )


def consistency() -> click.Command:
    """`audit consistency OLD`: that the log only grew since a checkpoint."""
    return _made(
        "consistency",
        "cli.audit.proving:consistency",
        noted(
            "Prove that the log of the last checkpoint begins with that of an older one. Exit code 6 if not."
        ),
        "sez audit consistency old.checkpoint",
        _file("old", _("OLD-CHECKPOINT")),
        _key(),
        _vkey(),
    )


def _vkey() -> click.Option:
    return click.Option(
        ["--vkey"], metavar="NAME+ID+KEY", help=_("The public key of the signer, or @FILE that holds it.")
    )


def verify() -> click.Command:
    """`audit verify`: everything, held against everything else."""
    return _made(
        "verify",
        "cli.audit.verifying:verify",
        noted(
            "Verify the log: every record, the tree, checkpoints, streams, papers, read models. "
            "Says what was not checked. Exit code 6 where anything is wrong."
        ),
        "sez audit verify",
        click.Option(["--from", "since"], metavar="POSITION", help=_("Only the records after a position.")),
        click.Option(
            ["--checkpoint", "checkpoints"],
            metavar="FILE",
            multiple=True,
            help=_("A checkpoint that the log must agree with; repeatable. The published one always must."),
        ),
        _vkey(),
        _key(),
        click.Option(["--no-models"], is_flag=True, help=_("Leave out the read models.")),
        click.Option(["--processes"], metavar="N", help=_("By how many processes. Default: as many as pay.")),
    )


def _made(name: str, path: str, text: str, example: str, *params: click.Parameter) -> click.Command:
    return Strict(name, run=body(path), help=_(text), example=example, params=list(params))
