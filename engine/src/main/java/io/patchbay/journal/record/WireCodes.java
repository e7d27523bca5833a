package io.patchbay.journal.record;

import net.openhft.chronicle.wire.BinaryWireCode;

/**
 * The codes of Chronicle's binary wire that records use. A byte below 0x80 in place of a value is that small number itself.
 */
public final class WireCodes {
    static final int BYTES_LENGTH8 = BinaryWireCode.BYTES_LENGTH8;
    static final int BYTES_LENGTH16 = BinaryWireCode.BYTES_LENGTH16;
    public static final int BYTES_LENGTH32 = BinaryWireCode.BYTES_LENGTH32;
    static final int U8_ARRAY = BinaryWireCode.U8_ARRAY;
    public static final int PADDING32 = BinaryWireCode.PADDING32;
    public static final int PADDING = BinaryWireCode.PADDING;
    public static final int UINT8 = BinaryWireCode.UINT8;
    public static final int UINT16 = BinaryWireCode.UINT16;
    public static final int UINT32 = BinaryWireCode.UINT32;
    public static final int INT8 = BinaryWireCode.INT8;
    public static final int INT16 = BinaryWireCode.INT16;
    public static final int INT32 = BinaryWireCode.INT32;
    public static final int INT64 = BinaryWireCode.INT64;
    /** A number that is printed in hexadecimal, for indexes and hashes. */
    static final int INT64_HEX = BinaryWireCode.INT64_0x;
    static final int FALSE = BinaryWireCode.FALSE;
    static final int TRUE = BinaryWireCode.TRUE;
    static final int STRING_ANY = BinaryWireCode.STRING_ANY;
    public static final int FIELD_NAME0 = BinaryWireCode.FIELD_NAME0;
    static final int FIELD_NAME31 = BinaryWireCode.FIELD_NAME31;
    public static final int STRING_0 = BinaryWireCode.STRING_0;
    /** Length of the longest text whose length is part of the code, in bytes. */
    static final int SHORT_TEXT_BYTES = 31;

    private WireCodes() {
    }
}
