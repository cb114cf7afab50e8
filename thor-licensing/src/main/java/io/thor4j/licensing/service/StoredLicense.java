package io.thor4j.licensing.service;

import io.thor4j.licensing.host.HostHash;
import java.time.LocalDate;
import java.util.UUID;

/** A licence in the store. Immutable, may be shared by threads. */
public final class StoredLicense {
    private final UUID id;
    private final long contract;
    private final long slot;
    private final HostHash host;
    private final LocalDate expires;
    private final byte[] file;

    StoredLicense(UUID id, long contract, long slot, HostHash host, LocalDate expires, byte[] file) {
        this.id = id;
        this.contract = contract;
        this.slot = slot;
        this.host = host;
        this.expires = expires;
        this.file = file;
    }

    /** Returns the licence's number. */
    public UUID id() {
        return id;
    }

    /** Returns the number of the contract that it was taken from. */
    public long contract() {
        return contract;
    }

    /** Returns which of the contract's licences it is, from 1 to the quota. */
    public long slot() {
        return slot;
    }

    /** Returns the host that asked for it. */
    public HostHash host() {
        return host;
    }

    /** Returns its last day. */
    public LocalDate expires() {
        return expires;
    }

    /** Returns the licence file, a copy. */
    public byte[] file() {
        return file.clone();
    }
}
