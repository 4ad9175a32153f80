"""Changes the VUI of an SPS of High profile as x264 writes it (ITU-T H.264, 7.3.2.1.1 and annex E)."""
import re

_UNIT = re.compile(rb"(?<=\x00\x00\x01)([\x07\x27\x47\x67].*?)(?=\x00\x00\x00\x01|\x00\x00\x01|\Z)", re.DOTALL)


def replace_parameters(stream, change):
    """A stream in byte stream form, each SPS of which went through change."""
    return _UNIT.sub(lambda match: change(match.group(1)), stream)


def find_parameters(stream):
    """The first SPS."""
    return _UNIT.search(stream).group(1)


def without_vui(sps):
    return _packed(sps[:1], _before_vui(sps) + "0")


def with_reordering(sps):
    """Says that up to three frames may come before a frame that is shown earlier."""
    # Of the VUI only bitstream_restriction_flag is set. After it: motion vectors over the edges, then bytes and bits of a picture and
    # lengths of vectors, without a bound, then max_num_reorder_frames and max_dec_frame_buffering.
    restriction = "1" + _unsigned(0) * 2 + _unsigned(16) * 2 + _unsigned(3) + _unsigned(4)
    return _packed(sps[:1], _before_vui(sps) + "1" + "0" * 8 + "1" + restriction)


def _before_vui(sps):
    """The bits after the first byte, up to vui_parameters_present_flag."""
    data = sps[1:].replace(b"\0\0\3", b"\0\0")
    bits = "".join(f"{byte:08b}" for byte in data)
    if data[0] != 100:
        raise ValueError("not of High profile")
    at = 24

    def number():
        nonlocal at
        zeros = bits.index("1", at) - at
        value = int(bits[at + zeros:at + 2 * zeros + 1], 2) - 1
        at += 2 * zeros + 1
        return value

    def flag():
        nonlocal at
        at += 1
        return bits[at - 1] == "1"

    number()  # seq_parameter_set_id
    if number() != 1 or number() or number() or flag() or flag():
        raise ValueError("not 4:2:0 of 8 bits without scaling lists")
    number()  # log2_max_frame_num_minus4
    if number() != 0:
        raise ValueError("pictures are in order by their order count type")
    number()  # log2_max_pic_order_cnt_lsb_minus4
    number()  # max_num_ref_frames
    flag()
    number(), number()  # the size
    if not flag():
        raise ValueError("interlaced")
    flag()
    if flag():
        number(), number(), number(), number()  # the crop
    return bits[:at]


def _unsigned(value):
    """Exp-Golomb code, 9.1."""
    return f"{value + 1:b}".rjust(2 * (value + 1).bit_length() - 1, "0")


def _packed(header, bits):
    bits += "1"  # rbsp_stop_one_bit
    bits = bits.ljust(-(-len(bits) // 8) * 8, "0")
    data = bytes(int(bits[at:at + 8], 2) for at in range(0, len(bits), 8))
    return header + re.sub(rb"\x00\x00(?=[\x00-\x03])", b"\0\0\3", data)
