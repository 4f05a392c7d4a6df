"""A lab in a notebook whose settings, step and loss Python sees and steers."""

import pathlib

import anywidget
import traitlets


class NablaLab(anywidget.AnyWidget):
    """`<nabla-lab>` in a cell's output; its other half is nabla_lab.js."""

    _esm = pathlib.Path(__file__).with_name("nabla_lab.js")

    url = traitlets.Unicode("http://127.0.0.1:8080/", help="where Nabla lies").tag(sync=True)
    lab = traitlets.Unicode("char-rnn", help="which lab").tag(sync=True)
    config = traitlets.Dict(help="settings: any of them to begin with, all once the lab is there").tag(sync=True)
    step = traitlets.Int(0, min=0, help="steps taken; set it, and the lab trains up to there").tag(sync=True)
    loss = traitlets.Float(None, allow_none=True, read_only=True, help="of the last step that was reported").tag(sync=True)
    running = traitlets.Bool(False, help="whether it trains").tag(sync=True)
    error = traitlets.Unicode("", help="what was refused last").tag(sync=True)
