"""Pictures for tests: as a phone sends them, as we keep them, and such as nobody should open."""

import io
import struct
import zlib
from base64 import b85decode
from typing import Any

from PIL import Image

from journal.memories.reencoding import Photo

#: A word that stands in everything a camera can say beside a picture.
SAID = "CANARYCAMERA"
#: 64 by 48, blue on the left and red on the right, from CANARYCAM. Nothing that is installed here can make one.
HEIC = b85decode(
    "0000SW^{RQXk}?*00000ZE0pPXk}?*ZE0a<0005LZDn*}000000000XXk=`10000000000aA{+700000000000000000000G-+&a"
    "V*mgE07O6l0ssL300001;s5~v00000001Qb0ssI200IX90RR9100000E&u=kIB98aW&i*H00062000$fZf0cy000000RRAKc4ILB"
    "0000LX>Mj^0ssI300IC2MR;ju000004sdC7Z2$lO00031008}IaB^?}007--aAR)(004Gqc4I>U18@KU0FVFx0000U@BsY%`1k+-"
    "4+CHT0RR|40Sp2E{{wIU00RJ!0009300RIXx&lC90096hLID8-Z~y=U0FVFx0{{R603M(qfd!W8<fgf}2xu@M00096AOHXZ03l)k"
    "0RRR>0l{;?i2wiq6Ju{|a&BX6cmM$a4FCp!0000KX>)L8000000000$0000$0000eV{Bn?0000$000010000m000010000000002"
    "|NsB+000020000GaA|mH000000|*ER0000OX>e^}0000000001009Mo0s{qv0000QX>w&|000000000EV`Ot<00IC30096109$Qj"
    "VRQfh03j#=uNi>vNu|I4@UI~sc2U2EvKNK&@kjn7cjwmRLv3#W000I>cxh$;08LE*DgXcg2mk>A4*&uH000UA000^Q0000(K~6zZ"
    "Swlfh00"
)


def a_photo(word: str = "") -> Photo:
    """As one is kept, without asking a process for it. A word in it is one that must not be found in the clear."""
    jpeg = jpeg_of(Image.new("RGB", (4, 3), "teal")) + word.encode()
    return Photo(jpeg, jpeg, 4, 3)


def jpeg_of(picture: Image.Image, **more: Any) -> bytes:
    return written(picture, "JPEG", **more)


def written(picture: Image.Image, kind: str, **more: Any) -> bytes:
    made = io.BytesIO()
    picture.save(made, kind, **more)
    return made.getvalue()


def halves(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    """Blue on the left, red on the right."""
    picture = Image.new(mode, size, "red")
    picture.paste("blue", (0, 0, size[0] // 2, size[1]))
    return picture


def from_a_camera(size: tuple[int, int] = (64, 48), orientation: int = 1) -> bytes:
    """With all that a camera says: what it is, where it stands, a picture of the picture."""
    said = Image.Exif()
    said[0x010F], said[0x0112], said[0x9286] = SAID, orientation, SAID
    said.get_ifd(0x8825)[0x001D] = SAID  # where: GPS
    xmp = f"<x:xmpmeta>{SAID}</x:xmpmeta>".encode()
    return jpeg_of(halves(size), exif=said.tobytes(), xmp=xmp, comment=SAID.encode())


def png_that_says(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    points = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + points + chunk(b"IEND", b"")
