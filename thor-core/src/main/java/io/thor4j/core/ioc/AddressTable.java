package io.thor4j.core.ioc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Addresses and networks: one table for each prefix length that occurs. Immutable, may be shared by threads. */
final class AddressTable {
    /* At most 129 tables and mostly one to five, which is what a radix tree costs at its best, without its nodes. */
    private final int[] prefixes;
    private final List<KeyTable> tables;

    private AddressTable(int[] prefixes, List<KeyTable> tables) {
        this.prefixes = prefixes;
        this.tables = tables;
    }

    boolean isEmpty() {
        return prefixes.length == 0;
    }

    /** Returns the value of the smallest network around an address, -1 when it is in none. */
    int find(Address address) {
        for (int i = 0; i < prefixes.length; i++) {
            Address network = address.network(prefixes[i]);
            KeyTable table = tables.get(i);
            int entry = table.find(spreadHigh(network), spreadLow(network));
            if (entry >= 0) {
                return table.value(entry);
            }
        }
        return -1;
    }

    /* Two rounds of a Feistel network: one key for one address, and neighbours far from each other. */
    private static long spreadLow(Address address) {
        return address.low() ^ Spread.seeded(address.high());
    }

    private static long spreadHigh(Address address) {
        return address.high() ^ Spread.seeded(spreadLow(address));
    }

    /** Collects networks. For one thread. */
    static final class Builder {
        private final Map<Integer, KeyTable.Builder> tables = new TreeMap<>();

        boolean add(Address network, int value) {
            return tables.computeIfAbsent(-network.prefix(), prefix -> new KeyTable.Builder())
                    .add(spreadHigh(network), spreadLow(network), value);
        }

        /** Makes the table, long prefixes first. */
        AddressTable build() {
            int[] prefixes =
                    tables.keySet().stream().mapToInt(prefix -> -prefix).toArray();
            List<KeyTable> built = new ArrayList<>();
            tables.values().forEach(table -> built.add(table.build()));
            tables.clear();
            return new AddressTable(prefixes, List.copyOf(built));
        }
    }
}
