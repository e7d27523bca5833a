package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.data.JournalException;
import io.patchbay.engine.input.AuthorizedInput;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.ClockLeapInput;
import io.patchbay.engine.input.DeliveryFailedInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.GatewayLostInput;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RefusedInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.ServicesInput;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.engine.input.SessionOpenedInput;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.engine.input.StatusInput;
import io.patchbay.engine.input.UnregisterInput;
import io.patchbay.engine.input.WithheldInput;
import io.patchbay.fuzz.FuzzTarget;
import io.patchbay.journal.record.RecordCrc;
import io.patchbay.journal.record.RecordEncoder;
import io.patchbay.journal.record.RecordReader;
import io.patchbay.journal.record.RecordWriter;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.ErrorCode;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A fuzz target that takes any bytes as a record, as they are and with the checksum that belongs to them. The result is either a
 * {@link JournalException} that names the record, or a record that reads the same when it is written and read again. The bytes
 * around it in the block change neither.
 */
public final class RecordTarget implements FuzzTarget {
    private static final int GUARD_BYTES = 4_096;
    private static final int MAX_BYTES = 1 << 18;
    private static final int MAX_SEED_BYTES = 4_096;
    private static final long INDEX = 0x4f6800000001L;

    private final UnsafeBuffer block = new UnsafeBuffer(ByteBuffer.allocateDirect(MAX_BYTES + 2 * GUARD_BYTES));
    private final RecordCrc crc = new RecordCrc();
    private final RecordEncoder encoder = new RecordEncoder();
    private final RecordWriter writer = new RecordWriter(encoder);
    private final RecordReader reader = new RecordReader();
    private final byte[] like = encoded(Samples.message(64));

    @Override
    public List<byte[]> seeds() {
        final List<byte[]> seeds = new ArrayList<>();
        for (final Input in : Samples.all()) {
            // A null reason or code is legal in a carrier, but not in a record.
            if (in instanceof SessionClosedInput && ((SessionClosedInput)in).reason == null) {
                ((SessionClosedInput)in).reason = DisconnectReason.CLOSED;
            } else if (in instanceof RefusedInput && ((RefusedInput)in).code == null) {
                ((RefusedInput)in).code = ErrorCode.FORBIDDEN;
            } else if (in instanceof RegistrationInput && ((RegistrationInput)in).choose == null) {
                ((RegistrationInput)in).choose = Choose.ROUND_ROBIN;
            }
            final byte[] bytes = encoded(in);
            if (bytes.length <= MAX_SEED_BYTES) {
                seeds.add(bytes);
            }
        }
        return seeds;
    }

    @Override
    public void accept(final byte[] input) {
        if (input.length > MAX_BYTES) {
            return;
        }
        check(input);
        if (mend(input)) {
            check(input);
        }
    }

    private void check(final byte[] input) {
        final String read = read(input, 0, 0);
        assertEquals(read, read(input, 3, 0xff));
        assertEquals(read, read(input, 1, -1));
    }

    /**
     * Gives the bytes the checksum that belongs to them, so that they themselves are checked. Returns false if they have none.
     */
    private boolean mend(final byte[] input) {
        block.putBytes(GUARD_BYTES, input);
        final long address = block.addressOffset() + GUARD_BYTES;
        if (!RecordCrc.isThere(address, input.length) || crc.isRight(address, input.length, INDEX)) {
            return false;
        }
        RecordCrc.putValue(address, input.length, crc.of(address, input.length - Integer.BYTES), INDEX);
        block.getBytes(GUARD_BYTES, input);
        return true;
    }

    /** Reads the bytes with guard bytes around them; -1 means the bytes of another record. */
    private String read(final byte[] input, final int shift, final int guard) {
        final int at = GUARD_BYTES + shift;
        if (guard < 0) {
            for (int i = 0; i < GUARD_BYTES - like.length; i += like.length) {
                block.putBytes(at + input.length + i, like);
                block.putBytes(at - like.length - i, like);
            }
        } else {
            block.setMemory(0, at, (byte)guard);
            block.setMemory(at + input.length, GUARD_BYTES - shift, (byte)guard);
        }
        block.putBytes(at, input);
        final Input in;
        try {
            in = reader.read(INDEX, block.addressOffset() + at, input.length);
        } catch (final JournalException e) {
            assertEquals(INDEX, e.index());
            return e.getMessage();
        }
        withoutMeaningless(in);
        final String fields = Samples.fields(in).toString();
        encode(in);
        assertEquals(fields, Samples.fields(reader.read(INDEX, encoder.address(), encoder.length())).toString());
        return fields;
    }

    /** Clears values that a record has only together with others that it does not have: they are never read then. */
    private static void withoutMeaningless(final Input in) {
        if (in instanceof ReplyInput) {
            final ReplyInput reply = (ReplyInput)in;
            (reply.error ? reply.payload : reply.errorCode).wrap(0, 0);
            if (reply.error) {
                reply.encoding = Encoding.JSON;
            } else {
                reply.errorMessage.wrap(0, 0);
            }
        }
    }

    private byte[] encoded(final Input in) {
        encode(in);
        final byte[] bytes = new byte[encoder.length()];
        new UnsafeBuffer(encoder.address(), encoder.length()).getBytes(0, bytes);
        return bytes;
    }

    private void encode(final Input in) {
        writer.begin(in);
        switch (in.kind()) {
            case SETTINGS -> writer.settings((SettingsInput)in);
            case GATEWAY_STARTED -> writer.gatewayStarted((GatewayStartedInput)in);
            case GATEWAY_LOST -> writer.gatewayLost((GatewayLostInput)in);
            case SESSION_OPENED -> writer.sessionOpened((SessionOpenedInput)in);
            case SESSION_CLOSED -> writer.sessionClosed((SessionClosedInput)in);
            case AUTHORIZED -> writer.authorized((AuthorizedInput)in);
            case REFUSED -> writer.refused((RefusedInput)in);
            case REGISTRATION -> writer.registration((RegistrationInput)in);
            case MESSAGE -> writer.message((MessageInput)in);
            case REPLY -> writer.reply((ReplyInput)in);
            case BROADCAST -> writer.broadcast((BroadcastInput)in);
            case EMIT -> writer.emit((EmitInput)in);
            case SERVICES -> writer.services((ServicesInput)in);
            case STATUS -> writer.status((StatusInput)in);
            case UNREGISTER -> writer.unregister((UnregisterInput)in);
            case TICK -> { }
            case WITHHELD -> writer.withheld((WithheldInput)in);
            case DELIVERY_FAILED -> writer.deliveryFailed((DeliveryFailedInput)in);
            case CHECKPOINT -> writer.checkpoint((CheckpointInput)in);
            case CLOCK_LEAP -> writer.clockLeap((ClockLeapInput)in);
            default -> throw new AssertionError(in.kind());
        }
        final int check = encoder.end();
        RecordCrc.putValue(encoder.address(), encoder.length(), check, INDEX);
    }
}
