package io.thor4j.licensing.own;

import io.thor4j.core.MalformedInputException;
import io.thor4j.licensing.host.HostHash;
import io.thor4j.licensing.json.JsonRecord;
import io.thor4j.licensing.json.JsonText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The content of a licence. Immutable, may be shared by threads.
 *
 * @param id its number, for revocation
 * @param issued when it was issued, in whole seconds
 * @param terms what it grants
 */
public record License(UUID id, Instant issued, LicenseTerms terms) {
    /** Makes the licence; the time is cut to seconds. */
    public License {
        issued = issued.truncatedTo(ChronoUnit.SECONDS);
    }

    byte[] toJson() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("owner", terms.owner());
        fields.put("type", terms.type().key());
        HostHash host = terms.host();
        if (host != null) {
            fields.put("host", host.text());
        }
        fields.put("features", new ArrayList<>(terms.features()));
        fields.put("quota", terms.quota());
        fields.put("scanner", terms.scanner());
        fields.put("issued", issued);
        fields.put("starts", terms.starts());
        fields.put("expires", terms.expires());
        return JsonText.write(fields);
    }

    /**
     * Reads what {@link #toJson} wrote, with spaces behind it or not.
     *
     * @throws MalformedInputException when it is something else
     */
    static License ofJson(byte[] json) {
        JsonRecord fields = JsonRecord.read(json, "licence");
        try {
            UUID id = UUID.fromString(fields.string("id"));
            Instant issued = fields.time("issued");
            String host = fields.optionalString("host");
            List<String> features = fields.strings("features");
            LicenseTerms terms = new LicenseTerms(
                    fields.string("owner"),
                    LicenseType.ofKey(fields.string("type")),
                    host == null ? null : HostHash.parse(host),
                    new HashSet<>(features),
                    fields.number("quota"),
                    fields.string("scanner"),
                    fields.date("starts"),
                    fields.date("expires"));
            fields.end();
            return new License(id, issued, terms);
        } catch (IllegalArgumentException e) {
            throw new MalformedInputException(String.valueOf(e.getMessage()), "licence", null, e);
        }
    }
}
