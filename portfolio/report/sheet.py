"""A sheet of paper in mm: text, boxes, lines and panels on any axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from portfolio.report import style


@dataclass(frozen=True)
class Sheet:
    """
    A sheet of paper in mm, origin at the top left, on any axes.

    Attributes
    ----------
    axes
        What is drawn on; its limits become the sheet's.
    width, height
        Size of the sheet, mm.
    scale
        How much smaller or larger than on paper the axes show it; letters follow.
    margin
        Left and right, mm.
    """

    axes: Axes
    width: float
    height: float
    scale: float
    margin: float = 12.0

    def write(self, x: float, y: float, text: object, size: float = 7, **look: Any) -> float:
        """
        Write one line, its middle at height `y`, and return its width in mm.

        `look`: `within` (mm; shrink or cut to fit), `color`, `ha`, `zorder`.
        """
        line, within = style.printable(text), look.pop("within", None)
        if within is not None:
            line, size = style.fit(line, within, size)
        look = {"color": style.INK, "va": "center_baseline", "zorder": 4, **look}
        properties = style.font(round(size * self.scale, 2))
        self.axes.text(x, y, line, fontproperties=properties, parse_math=False, **look)
        return style.width_of(line, size)

    def headline(self, title: str, line: str = "", size: float = 15, top: float = 13) -> None:
        """Write the title of the sheet and one quiet line below it, between its margins."""
        room = self.width - 2 * self.margin
        self.write(self.margin, top, title, size, within=room)
        if line:
            self.write(self.margin, top + 7.5, line, 9, color=style.QUIET, within=room)

    def note(self, text: str, above: float = 7, size: float = 7) -> None:
        """Write the quiet note at the foot of the sheet, so many mm above its edge."""
        room = self.width - 2 * self.margin
        look = {"color": style.QUIET, "within": room}
        self.write(self.margin, self.height - above, text, size, **look)

    def boxes(self, boxes: Sequence[tuple[float, float, float, float]], **look: Any) -> None:
        """Draw boxes (x, y, width, height); `look` as for a `PolyCollection`."""
        if not len(boxes):
            return
        x, y, w, h = np.asarray(boxes, float).T
        corners = np.stack([(x, y), (x + w, y), (x + w, y + h), (x, y + h)]).transpose(2, 0, 1)
        look = {"edgecolors": "none", "linewidths": 0.0, "zorder": 2, **look}
        look["linewidths"] = np.asarray(look["linewidths"]) * self.scale
        self.axes.add_collection(PolyCollection(list(corners), **look), autolim=False)

    def lines(self, lines: Sequence[Sequence[tuple[float, float]]], **look: Any) -> None:
        """Draw lines, each a row of points; `look` as for a `LineCollection`."""
        if not len(lines):
            return
        look = {"colors": style.RULE, "linewidths": 0.5, "zorder": 1, "capstyle": "butt", **look}
        look["linewidths"] = np.asarray(look["linewidths"]) * self.scale
        self.axes.add_collection(LineCollection(lines, **look), autolim=False)

    def arrow(self, begin: tuple[float, float], end: tuple[float, float], **look: Any) -> None:
        """Draw an arrow from one point to another."""
        size = {"linewidth": 0.9 * self.scale, "mutation_scale": 7 * self.scale}
        props = {"arrowstyle": "-|>", "color": style.INK, "shrinkA": 0, "shrinkB": 0, **size}
        self.axes.annotate("", end, begin, arrowprops=props, **look)

    def panel(self, x: float, y: float, width: float, height: float) -> Axes:
        """Return empty axes of their own in a part of the sheet."""
        bounds = (
            x / self.width,
            1 - (y + height) / self.height,
            width / self.width,
            height / self.height,
        )
        axes = self.axes.inset_axes(bounds)
        axes.tick_params(width=0.5 * self.scale, length=2 * self.scale, color=style.QUIET)
        for side, spine in axes.spines.items():
            spine.set_visible(side in ("left", "bottom"))
            spine.set_linewidth(0.6 * self.scale)
            spine.set_color(style.QUIET)
        return axes


def figure(width: float, height: float) -> Figure:
    """Return an empty figure of a size in mm."""
    drawn = Figure(figsize=(width / 25.4, height / 25.4), dpi=style.DPI, facecolor=style.PAPER)
    FigureCanvasAgg(drawn)
    return drawn


def figure_of(axes: Axes) -> Figure:
    """Return the figure that axes belong to."""
    owner = axes.get_figure(root=True)
    if not isinstance(owner, Figure):
        raise ValueError("these axes belong to no figure")
    return owner


def new_sheet(width: float, height: float, axes: Axes | None = None, margin: float = 12.0) -> Sheet:
    """Return a sheet of a size in mm, on a figure of its own or fitted to `axes`."""
    if axes is None:
        axes = figure(width, height).add_axes((0, 0, 1, 1))
    box, dots = axes.get_window_extent(), figure_of(axes).dpi / 25.4
    scale = min(box.width / dots / width, box.height / dots / height)
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    return Sheet(axes, width, height, float(scale), margin)
