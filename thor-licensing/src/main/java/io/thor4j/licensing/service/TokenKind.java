package io.thor4j.licensing.service;

/** What a token opens. */
enum TokenKind {
    /** ASGARD's calls: issuing by name from all contracts, and downloading all. */
    DOWNLOAD,
    /** The portal's call: issuing by hash from the contracts that the key is for. */
    API
}
