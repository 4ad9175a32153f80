"""Plot of compare.sh as SVG: CPU of the server against the number of viewers."""

WIDTH, HEIGHT = 840, 460
LEFT, TOP, RIGHT, BOTTOM = 70, 24, 170, 60  # margins
INK, GRID = "#7d8590", "#7d859044"  # greys that are visible on white and on black
LINES = {  # colour and dashes: passed lines are solid, encoded lines are dashed. Systems with one viewer have none
    "floor": ("#8b949e", ""),
    "ws-passed": ("#2f81f7", ""),
    "ws-encoded": ("#2f81f7", "7 4"),
    "mjpeg-passed": ("#2da44e", ""),
    "mjpeg-encoded": ("#2da44e", "7 4"),
    "ws-h264": ("#a371f7", "7 4"),
    "ws-h264-passed": ("#a371f7", ""),
    "motion": ("#d4821e", ""),
    "fastapi": ("#e5534b", ""),
    "videostream": ("#2f81f7", ""),
    "ustreamer": ("#d4821e", ""),
}


def step_of(most, lines=6):
    """A round step that gives about this number of lines from 0 to most."""
    rough = most / lines
    size = 10 ** len(str(int(rough))) / 10
    return next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough)


def svg(runs):
    most_viewers = runs.all_viewers()[-1]
    points = {system: [(number, runs.cpu(system, number)) for number in runs.viewers(system)] for system in runs.systems()
              if system in LINES}
    top_cpu = max((cpu for line in points.values() for _, cpu in line), default=0)
    steps = step_of(most_viewers), step_of(max(top_cpu, 1))
    tops = most_viewers, steps[1] * -(-top_cpu // steps[1])

    def x(viewers):
        return LEFT + (WIDTH - LEFT - RIGHT) * viewers / tops[0]

    def y(cpu):
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * cpu / tops[1]

    def text(at_x, at_y, what, anchor="middle", more=""):
        return f'<text x="{at_x:.1f}" y="{at_y:.1f}" text-anchor="{anchor}" {more}>{what}</text>'

    def ticks(step, top):
        return [i * step for i in range(int(top / step + 1e-9) + 1)]

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
             f'font-family="sans-serif" font-size="13" fill="{INK}">',
             "<title>CPU of the server against viewers</title>"]
    for cpu in ticks(steps[1], tops[1]):
        parts.append(f'<path d="M{LEFT} {y(cpu):.1f}H{WIDTH - RIGHT}" stroke="{INK if cpu == 0 else GRID}"/>')
        parts.append(text(LEFT - 8, y(cpu) + 4, f"{cpu:g}", "end"))
    for viewers in ticks(steps[0], tops[0]):
        parts.append(f'<path d="M{x(viewers):.1f} {HEIGHT - BOTTOM}v5" stroke="{INK}"/>')
        parts.append(text(x(viewers), HEIGHT - BOTTOM + 20, f"{viewers:g}"))
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 16, "viewers"))
    upright = f'transform="translate(20 {(TOP + HEIGHT - BOTTOM) / 2:.0f}) rotate(-90)"'
    parts.append(text(0, 0, "CPU of the server, % of a core", more=upright))
    # The legend begins with the most expensive system, as the plot does.
    by_cost = sorted((system for system in points if points[system]), key=lambda system: -points[system][-1][1] / points[system][-1][0])
    for i, system in enumerate(by_cost):
        colour, dashes = LINES[system]
        style = f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes or "none"}" fill="none"'
        path = "L".join(f"{x(viewers):.1f} {y(cpu):.1f}" for viewers, cpu in points[system])
        parts.append(f'<path d="M{path}" {style} stroke-linejoin="round"/>')
        parts += [f'<circle cx="{x(viewers):.1f}" cy="{y(cpu):.1f}" r="3" fill="{colour}"/>' for viewers, cpu in points[system]]
        at = TOP + 12 + i * 24
        parts.append(f'<path d="M{WIDTH - RIGHT + 18} {at}h30" {style}/>' + text(WIDTH - RIGHT + 56, at + 4, system, "start"))
    return "\n".join([*parts, "</svg>"]) + "\n"
