package io.thor4j.core.ioc;

import java.security.SecureRandom;

/** Hash functions whose seed nobody knows, so that no list of indicators can be made to collide. Stateless. */
final class Spread {
    private static final long FACTOR = new SecureRandom().nextLong() | 1;
    private static final long SEED = new SecureRandom().nextLong();

    private Spread() {}

    /** Takes one byte more into an unfinished hash that began with 0. */
    static long add(long unfinished, byte value) {
        return (unfinished + (value & 0xff) + 1) * FACTOR;
    }

    /** Ends a hash. */
    static long finish(long unfinished) {
        return mix(unfinished ^ SEED);
    }

    /** Hashes bytes from the last to the first, so that the ends of a name can be hashed in one pass. */
    static long hash(byte[] bytes, int from, int to) {
        long hash = 0;
        for (int i = to - 1; i >= from; i--) {
            hash = add(hash, bytes[i]);
        }
        return finish(hash);
    }

    /** Mixes all bits; different inputs stay different (the finaliser of SplitMix64). */
    static long mix(long value) {
        long x = value;
        x = (x ^ x >>> 30) * 0xBF58476D1CE4E5B9L;
        x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
        return x ^ x >>> 31;
    }

    static long seeded(long value) {
        return mix(value ^ SEED);
    }
}
