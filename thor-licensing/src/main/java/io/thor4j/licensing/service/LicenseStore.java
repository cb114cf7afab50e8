package io.thor4j.licensing.service;

import io.thor4j.licensing.host.HostHash;
import io.thor4j.licensing.own.IssuedLicense;
import io.thor4j.licensing.own.License;
import io.thor4j.licensing.own.LicenseIssuer;
import io.thor4j.licensing.own.LicenseType;
import io.thor4j.licensing.service.LicenseRefusedException.Why;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Contracts, the licences that were issued from them, and tokens, in SQLite or PostgreSQL. Threads and processes may share it.
 *
 * <p>Each licence takes a slot of its contract, 1 to the quota, and the slots are the primary key: whatever else went wrong, a contract
 * cannot give more licences than it has, nor one twice. All licences of a request are issued in one transaction, so a process that is killed
 * has issued all of them or none, and who asks again gets the same ones.
 */
public final class LicenseStore {
    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE IF NOT EXISTS thor_contract (id BIGINT PRIMARY KEY, owner TEXT NOT NULL, type TEXT NOT NULL, quota BIGINT NOT NULL,"
                    + " features TEXT NOT NULL, usage_quota BIGINT NOT NULL, scanner TEXT NOT NULL, starts TEXT NOT NULL,"
                    + " expires TEXT NOT NULL, days INTEGER NOT NULL)",
            "CREATE TABLE IF NOT EXISTS thor_license (contract BIGINT NOT NULL REFERENCES thor_contract (id), slot BIGINT NOT NULL,"
                    + " id TEXT NOT NULL UNIQUE, host TEXT NOT NULL, expires TEXT NOT NULL, file BYTEA NOT NULL,"
                    + " PRIMARY KEY (contract, slot))",
            "CREATE INDEX IF NOT EXISTS thor_license_host ON thor_license (host, contract)",
            TokenTable.SCHEMA);

    private static final String LICENSE_COLUMNS = "SELECT id, contract, slot, host, expires, file FROM thor_license";

    private final Database database;

    private LicenseStore(Database database) {
        this.database = database;
    }

    /** Returns the tokens that lie in the same database. */
    TokenTable tokens() {
        return new TokenTable(database);
    }

    /**
     * Opens a store and makes its tables when they are not there.
     *
     * @param jdbcUrl {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://HOST/DATABASE?user=...&password=...}
     * @return the store
     * @throws LicenseRefusedException when it cannot be opened
     */
    public static LicenseStore open(String jdbcUrl) {
        return open(Database.url(jdbcUrl));
    }

    /**
     * Opens a store in a database that is reached by a data source, such as a pool.
     *
     * @param source gives connections to a PostgreSQL
     * @return the store
     * @throws LicenseRefusedException when it cannot be opened
     */
    public static LicenseStore open(DataSource source) {
        return open(source::getConnection);
    }

    static LicenseStore open(Database.Connections connections) {
        try {
            LicenseStore store = new LicenseStore(Database.of(connections));
            store.database.transaction(connection -> {
                try (Statement statement = connection.createStatement()) {
                    for (String table : SCHEMA) {
                        statement.execute(table);
                    }
                }
                return true;
            });
            return store;
        } catch (SQLException e) {
            throw new LicenseRefusedException(Why.STORE, "the licence store cannot be opened: " + e.getMessage(), e);
        }
    }

    /**
     * Stores a contract; one of the same number is replaced, and its licences stay.
     *
     * @param contract the contract
     */
    public void put(Contract contract) {
        database.transaction(connection -> {
            // Update first: an upsert would be written differently for the two databases.
            String set =
                    "owner = ?, type = ?, quota = ?, features = ?, usage_quota = ?, scanner = ?, starts = ?, expires = ?, days = ?";
            try (PreparedStatement update =
                            connection.prepareStatement("UPDATE thor_contract SET " + set + " WHERE id = ?");
                    PreparedStatement insert = connection.prepareStatement(
                            "INSERT INTO thor_contract (owner, type, quota, features, usage_quota, scanner, starts, expires, days, id)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                fill(update, contract);
                if (update.executeUpdate() == 0) {
                    fill(insert, contract);
                    insert.executeUpdate();
                }
            }
            return true;
        });
    }

    private static void fill(PreparedStatement statement, Contract contract) throws SQLException {
        statement.setString(1, contract.owner());
        statement.setString(2, contract.type().key());
        statement.setLong(3, contract.quota());
        statement.setString(4, String.join("\n", contract.features()));
        statement.setLong(5, contract.usage());
        statement.setString(6, contract.scanner());
        statement.setString(7, contract.starts().toString());
        statement.setString(8, contract.expires().toString());
        statement.setInt(9, contract.days());
        statement.setLong(10, contract.id());
    }

    /** Returns all contracts by their numbers. */
    public List<Contract> contracts() {
        return database.transaction(connection -> contracts(connection, ""));
    }

    private static List<Contract> contracts(Connection connection, String forUpdate) throws SQLException {
        List<Contract> contracts = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT id, owner, type, quota, features, usage_quota, scanner, starts, expires, days FROM thor_contract"
                                + " ORDER BY id" + forUpdate);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                String features = rows.getString(5);
                contracts.add(new Contract(
                        rows.getLong(1),
                        rows.getString(2),
                        LicenseType.ofKey(rows.getString(3)),
                        rows.getLong(4),
                        features.isEmpty() ? Set.of() : new HashSet<>(Arrays.asList(features.split("\n", -1))),
                        rows.getLong(6),
                        rows.getString(7),
                        LocalDate.parse(rows.getString(8)),
                        LocalDate.parse(rows.getString(9)),
                        rows.getInt(10)));
            }
        }
        return contracts;
    }

    /**
     * Returns how many licences of a contract were issued.
     *
     * @param contract the contract's number
     */
    public long used(long contract) {
        return database.transaction(connection -> lastSlot(connection, contract));
    }

    private static long lastSlot(Connection connection, long contract) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT COALESCE(MAX(slot), 0) FROM thor_license WHERE contract = ?")) {
            select.setLong(1, contract);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** Returns all licences that were issued, by contract and slot. */
    public List<StoredLicense> licenses() {
        return database.transaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement(LICENSE_COLUMNS + " ORDER BY contract, slot");
                    ResultSet rows = select.executeQuery()) {
                List<StoredLicense> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(license(rows));
                }
                return all;
            }
        });
    }

    private static StoredLicense license(ResultSet row) throws SQLException {
        return new StoredLicense(
                UUID.fromString(row.getString(1)),
                row.getLong(2),
                row.getLong(3),
                HostHash.parse(row.getString(4)),
                LocalDate.parse(row.getString(5)),
                row.getBytes(6));
    }

    /**
     * Issues licences for hosts: for each the one that it has already, or one of the first contract that has one left. Either all of them
     * are issued or none.
     *
     * @param numbers the contracts that may be used, empty for all
     * @param type the type of licence
     * @param hosts whom for
     * @param today the day, in UTC
     * @param issuer signs
     * @throws LicenseRefusedException when there is no such contract, or not enough licences are left
     */
    Map<HostHash, StoredLicense> issue(
            Set<Long> numbers, LicenseType type, Collection<HostHash> hosts, LocalDate today, LicenseIssuer issuer) {
        return database.transaction(connection -> {
            // The rows are locked in the order of their numbers, so that two requests cannot wait for each other.
            List<Contract> usable = contracts(connection, database.forUpdate()).stream()
                    .filter(contract -> contract.type() == type && contract.runsOn(today))
                    .filter(contract -> numbers.isEmpty() || numbers.contains(contract.id()))
                    .toList();
            if (usable.isEmpty()) {
                throw new LicenseRefusedException(
                        Why.NO_CONTRACT, "no contract has " + type.text() + " licences today", null);
            }
            Map<HostHash, StoredLicense> licenses = new LinkedHashMap<>();
            for (HostHash host : hosts) {
                StoredLicense known = living(connection, usable, host, today);
                licenses.put(host, known != null ? known : take(connection, usable, host, today, issuer));
            }
            return licenses;
        });
    }

    private static @Nullable StoredLicense living(
            Connection connection, List<Contract> contracts, HostHash host, LocalDate today) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                LICENSE_COLUMNS + " WHERE host = ? AND contract = ? AND expires >= ? ORDER BY slot DESC")) {
            for (Contract contract : contracts) {
                select.setString(1, host.text());
                select.setLong(2, contract.id());
                select.setString(3, today.toString());
                try (ResultSet rows = select.executeQuery()) {
                    if (rows.next()) {
                        return license(rows);
                    }
                }
            }
        }
        return null;
    }

    private static StoredLicense take(
            Connection connection, List<Contract> contracts, HostHash host, LocalDate today, LicenseIssuer issuer)
            throws SQLException {
        for (Contract contract : contracts) {
            long slot = lastSlot(connection, contract.id()) + 1;
            if (slot <= contract.quota()) {
                IssuedLicense issued = issuer.issue(contract.terms(host, today));
                License license = issued.license();
                try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO thor_license (contract, slot, id, host, expires, file) VALUES (?, ?, ?, ?, ?, ?)")) {
                    insert.setLong(1, contract.id());
                    insert.setLong(2, slot);
                    insert.setString(3, license.id().toString());
                    insert.setString(4, host.text());
                    insert.setString(5, license.terms().expires().toString());
                    insert.setBytes(6, issued.file());
                    insert.executeUpdate();
                }
                return new StoredLicense(
                        license.id(), contract.id(), slot, host, license.terms().expires(), issued.file());
            }
        }
        throw new LicenseRefusedException(Why.QUOTA, "not enough licences are left", null);
    }
}
