package io.thor4j.licensing.service;

import io.thor4j.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Download tokens and API keys. Threads and processes may share it. */
final class TokenTable {
    static final String SCHEMA =
            "CREATE TABLE IF NOT EXISTS thor_token (digest TEXT NOT NULL, kind TEXT NOT NULL, contract BIGINT NOT NULL,"
                    + " PRIMARY KEY (digest, kind, contract))";

    /** In a row: all contracts. */
    private static final long ALL = 0;

    /** Shorter tokens could be guessed over the network. */
    private static final int MIN_LENGTH = 16;

    private final Database database;

    TokenTable(Database database) {
        this.database = database;
    }

    /**
     * Adds a token. Only its SHA-256 is stored.
     *
     * @param kind what it opens
     * @param token the token
     * @param contracts the contracts that it is for, empty for all
     * @throws IllegalArgumentException when it is too short
     */
    void add(TokenKind kind, Secret token, Set<Long> contracts) {
        if (token.reveal().length() < MIN_LENGTH) {
            throw new IllegalArgumentException("a token or key has at least " + MIN_LENGTH + " characters");
        }
        database.transaction(connection -> {
            delete(connection, kind, token);
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO thor_token (digest, kind, contract) VALUES (?, ?, ?)")) {
                for (long contract : contracts.isEmpty() ? Set.of(ALL) : contracts) {
                    insert.setString(1, digest(token));
                    insert.setString(2, kind.name());
                    insert.setLong(3, contract);
                    insert.executeUpdate();
                }
            }
            return true;
        });
    }

    /**
     * Takes a token away.
     *
     * @param kind what it opens
     * @param token the token
     * @return whether it was there
     */
    boolean remove(TokenKind kind, Secret token) {
        return database.transaction(connection -> delete(connection, kind, token) > 0);
    }

    private static int delete(Connection connection, TokenKind kind, Secret token) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM thor_token WHERE digest = ? AND kind = ?")) {
            delete.setString(1, digest(token));
            delete.setString(2, kind.name());
            return delete.executeUpdate();
        }
    }

    /**
     * Returns the contracts that a token is for. All tokens are compared, each in constant time.
     *
     * @param kind what it should open
     * @param token the token
     * @return the contracts' numbers, an empty set for all; empty when there is no such token
     */
    Optional<Set<Long>> contractsOf(TokenKind kind, Secret token) {
        byte[] wanted = digest(token).getBytes(StandardCharsets.US_ASCII);
        return database.transaction(connection -> {
            boolean known = false;
            Set<Long> contracts = new HashSet<>();
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT digest, contract FROM thor_token WHERE kind = ?")) {
                select.setString(1, kind.name());
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        byte[] digest = rows.getString(1).getBytes(StandardCharsets.US_ASCII);
                        if (MessageDigest.isEqual(digest, wanted)) {
                            known = true;
                            contracts.add(rows.getLong(2));
                        }
                    }
                }
            }
            if (!known) {
                return Optional.empty();
            }
            return Optional.of(contracts.contains(ALL) ? Set.<Long>of() : contracts);
        });
    }

    /* Without salt and rounds: tokens are random and long, not passwords that people choose. */
    private static String digest(Secret token) {
        try {
            byte[] bytes = token.reveal().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
