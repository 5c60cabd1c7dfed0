"""Pictures of building sites, drawn for the demonstration: no place, no person, nothing from outside."""

from __future__ import annotations

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from voting.people.rules import Actor
from voting.uploads.actions import NewUpload, receive
from voting.uploads.pictures import remade
from voting.uploads.rules import HandedUploads

SIZE = (800, 600)
GROUND = 440
FLOORS, DONE = 6, 100
SKIES = ((196, 219, 236), (214, 222, 226), (232, 221, 200))
WALLS = ((203, 188, 165), (181, 126, 98), (170, 178, 184), (214, 206, 190))
EARTH, STEEL, GLASS, HAZE = (150, 132, 108), (214, 158, 46), (92, 122, 146), (170, 182, 186)


def draw(title: str, progress: int) -> bytes:
    """Return a drawn building site as JPEG. title: the same site for the same one; progress: 0..100, how high it is."""
    chance = Random(title)  # noqa: S311  scenery, no secret
    picture = Image.new("RGB", SIZE, chance.choice(SKIES))
    pen = ImageDraw.Draw(picture)
    hills = [(x, GROUND - chance.randint(40, 130)) for x in range(0, SIZE[0] + 1, 100)]
    pen.polygon([(0, GROUND), *hills, (SIZE[0], GROUND)], fill=HAZE)
    pen.rectangle((0, GROUND, *SIZE), fill=EARTH)
    for left in (60 + chance.randint(0, 60), 430 + chance.randint(0, 80)):
        house(pen, left, chance.randint(180, 280), progress, chance.choice(WALLS))
    if progress < DONE:
        crane(pen, 370 + chance.randint(-30, 30))
    file = BytesIO()
    picture.save(file, "JPEG", quality=80)
    return file.getvalue()


def house(pen: ImageDraw.ImageDraw, left: int, width: int, progress: int, wall: tuple[int, int, int]) -> None:
    """Draw a house with as many of its floors as the progress has brought."""
    for floor in range(1 + (FLOORS - 1) * progress // DONE):
        top = GROUND - 50 * (floor + 1)
        pen.rectangle((left, top, left + width, top + 50), fill=wall, outline=(90, 84, 76))
        for x in range(left + 18, left + width - 30, 46):
            pen.rectangle((x, top + 12, x + 24, top + 38), fill=GLASS)


def crane(pen: ImageDraw.ImageDraw, x: int) -> None:
    """Draw a crane, which stands as long as the work goes on."""
    pen.line((x, GROUND, x, 70), fill=STEEL, width=10)
    pen.line((x - 90, 90, x + 230, 90), fill=STEEL, width=8)
    pen.line((x, 60, x + 230, 90), fill=STEEL, width=3)
    pen.line((x + 180, 94, x + 180, 210), fill=(60, 60, 60), width=2)


def pictures(actor: Actor, form: str, *progress: int) -> HandedUploads:
    """Send one picture for each progress to a form, as a browser does, and return them as its deed takes them."""
    site = form.partition(":")[2].partition(":")[0]
    sent = [
        receive(
            actor, NewUpload(form=form, title=f"{site}-{number}.jpg", content=remade(draw(site, percent)))
        )
        for number, percent in enumerate(progress, 1)
    ]
    return HandedUploads(form, tuple(row.id for row in sent))
