package io.thor4j.spiexamples;

import io.thor4j.core.Content;
import io.thor4j.core.Element;
import io.thor4j.core.Level;
import io.thor4j.core.Origin;
import io.thor4j.core.Reason;
import io.thor4j.core.Signature;
import io.thor4j.core.SignatureKind;
import io.thor4j.core.spi.HookContext;
import io.thor4j.core.spi.RuleHook;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Opens parcels. Integers are big endian; a text is its length in one byte and then UTF-8:
 *
 * <pre>
 * PRCL  version(1)  sender(text)  name(text)  length(4)  payload, each byte XOR 0x5A
 * </pre>
 *
 * <p>Stateless, may be shared by threads.
 */
final class ParcelHook implements RuleHook {
    private static final int HEADER = 5;

    @Override
    public void matched(Element element, List<Reason> reasons, HookContext context) {
        Content content = element.content();
        ByteBuffer parcel =
                ByteBuffer.wrap(content.array(), 0, content.length()).asReadOnlyBuffer();
        try {
            parcel.position(Math.min(HEADER, parcel.limit()));
            String sender = text(parcel);
            String name = text(parcel);
            int stated = parcel.getInt();

            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("sender", sender);
            facts.put("name", name);
            facts.put("length", Integer.toUnsignedString(stated));
            context.structuredData(facts);
            context.log(Level.INFO, "Parcel opened", facts);

            if (Integer.toUnsignedLong(stated) > parcel.remaining()) {
                context.report(new Reason(
                        "Parcel claims more bytes than it has",
                        Signature.builder(SignatureKind.INTERNAL_HEURISTIC, Origin.EXTERNAL, 40)
                                .ruleName("Parcel_Cut_Off")
                                .build(),
                        List.of()));
            }
            /* What is there, not what the file says is there. The bytes are decoded as thor reads them, within the budget. */
            parcel.limit(parcel.position() + (int) Math.min(Integer.toUnsignedLong(stated), parcel.remaining()));
            context.member(name, "PARCEL", new ParcelPayload(parcel), null);
        } catch (BufferUnderflowException e) {
            context.log(
                    Level.INFO,
                    "Parcel ends in its header",
                    Map.of("file", element.name().text()));
        }
    }

    private static String text(ByteBuffer parcel) {
        byte[] bytes = new byte[Byte.toUnsignedInt(parcel.get())];
        parcel.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
