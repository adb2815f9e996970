"""How cost and memory grow: one SVG for each axis, two panels on logarithmic scales, without any library."""
import math

COLOURS = ["#b3261e", "#1f5fa8", "#2e7d32", "#7b4fa3"]
WIDTH, HEIGHT = 430, 300
LEFT, RIGHT, TOP, BOTTOM = 62, 14, 34, 46


def draw(name, points, folder):
    folder.mkdir(exist_ok=True)
    panels = [panel(name, points, "cpu", "processor seconds", 1.0, 0),
              panel(name, points, "memory", "peak memory, MB", 1e-6, WIDTH)]
    text = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * WIDTH}" height="{HEIGHT}" '
            f'viewBox="0 0 {2 * WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">\n'
            f'<title>Growth with {name}</title>\n<rect width="100%" height="100%" fill="white"/>\n'
            + "".join(panels) + "</svg>\n")
    (folder / f"{name}.svg").write_text(text, encoding="utf-8")


def panel(name, points, field, title, unit, shift):
    contenders = list(dict.fromkeys(contender for point in points for contender in point["runs"]))
    lines = {one: [(point["value"], point["runs"][one][field] * unit) for point in points if one in point["runs"]]
             for one in contenders}
    values = [y for line in lines.values() for _, y in line]
    x_range = (math.log10(points[0]["value"]), math.log10(points[-1]["value"]))
    y_range = (math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))))
    if y_range[0] == y_range[1]:
        y_range = (y_range[0], y_range[1] + 1)

    def x(value):
        return shift + LEFT + (math.log10(value) - x_range[0]) / (x_range[1] - x_range[0]) * (WIDTH - LEFT - RIGHT)

    def y(value):
        share = (math.log10(value) - y_range[0]) / (y_range[1] - y_range[0])
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    out = [f'<text x="{shift + LEFT}" y="18" font-weight="bold">{title}</text>\n']
    for power in range(y_range[0], y_range[1] + 1):
        level = y(10.0 ** power)
        out.append(f'<path d="M{shift + LEFT} {level:.1f}H{shift + WIDTH - RIGHT}" stroke="#ddd"/>'
                   f'<text x="{shift + LEFT - 6}" y="{level + 4:.1f}" text-anchor="end">{10.0 ** power:g}</text>\n')
    for point in points:
        place = x(point["value"])
        out.append(f'<path d="M{place:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#eee"/>'
                   f'<text x="{place:.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">'
                   f'{short(point["value"])}</text>\n')
    middle = shift + (LEFT + WIDTH - RIGHT) / 2
    out.append(f'<text x="{middle:.0f}" y="{HEIGHT - 10}" text-anchor="middle">{name}</text>\n')
    for index, (one, line) in enumerate(lines.items()):
        colour = COLOURS[index % len(COLOURS)]
        path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in line)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="3" fill="{colour}"/>' for a, b in line]
        out.append(f'<text x="{shift + WIDTH - RIGHT}" y="18" text-anchor="end" fill="{colour}" '
                   f'dx="{-90 * (len(lines) - 1 - index)}">{one}</text>\n')
    return "".join(out)


def short(value):
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"
