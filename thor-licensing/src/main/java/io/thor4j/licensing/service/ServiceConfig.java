package io.thor4j.licensing.service;

import io.thor4j.core.MalformedInputException;
import io.thor4j.core.Secret;
import io.thor4j.licensing.json.JsonRecord;
import io.thor4j.licensing.own.LicenseTerms;
import io.thor4j.licensing.own.LicenseType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The contracts and tokens of a service as a file. Immutable, may be shared by threads.
 *
 * <pre>
 * {"contracts": [{"id": 3, "owner": "ACME Inc", "type": "server", "quota": 50, "starts": "2026-01-01", "expires": "2026-12-31",
 *                 "features": ["lab"], "usage": 0, "scanner": "thor", "days": 0}],
 *  "download-tokens": ["OJCB..."],
 *  "api-keys": [{"key": "IY5Y...", "contracts": [3]}]}
 * </pre>
 *
 * In a contract, all from {@code features} on may be left out; in a key, {@code contracts} may be, and stands for all.
 */
public final class ServiceConfig {
    private final List<Contract> contracts;
    private final List<Secret> downloadTokens;
    private final Map<Secret, Set<Long>> apiKeys;

    private ServiceConfig(List<Contract> contracts, List<Secret> downloadTokens, Map<Secret, Set<Long>> apiKeys) {
        this.contracts = contracts;
        this.downloadTokens = downloadTokens;
        this.apiKeys = apiKeys;
    }

    /**
     * Reads a file.
     *
     * @param json its bytes
     * @return the contracts and tokens
     * @throws MalformedInputException when it is not as described; the message shows no token
     */
    public static ServiceConfig parse(byte[] json) {
        JsonRecord file = JsonRecord.read(json, "contracts file");
        List<Contract> contracts = new ArrayList<>();
        for (JsonRecord fields : file.records("contracts")) {
            contracts.add(contract(fields));
        }
        List<Secret> tokens = new ArrayList<>();
        for (String token : file.strings("download-tokens")) {
            tokens.add(secret(file, "download-tokens", token));
        }
        Map<Secret, Set<Long>> keys = new LinkedHashMap<>();
        for (JsonRecord fields : file.records("api-keys")) {
            Secret key = secret(fields, "key", fields.string("key"));
            keys.put(key, Set.copyOf(fields.numbers("contracts")));
            fields.end();
        }
        file.end();
        return new ServiceConfig(contracts, tokens, keys);
    }

    private static Contract contract(JsonRecord fields) {
        try {
            Contract contract = new Contract(
                    fields.number("id"),
                    fields.string("owner"),
                    LicenseType.ofKey(fields.string("type")),
                    fields.number("quota"),
                    new HashSet<>(fields.strings("features")),
                    fields.number("usage", 0),
                    fields.has("scanner") ? fields.string("scanner") : LicenseTerms.THOR,
                    fields.date("starts"),
                    fields.date("expires"),
                    Math.toIntExact(fields.number("days", 0)));
            fields.end();
            return contract;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw fields.wrong("contract", "makes no sense: " + e.getMessage());
        }
    }

    private static Secret secret(JsonRecord fields, String field, String value) {
        try {
            return Secret.ofToken(value);
        } catch (IllegalArgumentException e) {
            throw fields.wrong(field, "holds a token that is empty or has control characters");
        }
    }

    /**
     * Stores the contracts and tokens in a service. What the service has and the file has not stays.
     *
     * @param service the service
     * @throws IllegalArgumentException when a token is too short
     */
    public void applyTo(LicenseService service) {
        contracts.forEach(service.store()::put);
        downloadTokens.forEach(service::addDownloadToken);
        apiKeys.forEach(service::addApiKey);
    }

    /** Returns the contracts. */
    public List<Contract> contracts() {
        return List.copyOf(contracts);
    }
}
