/**
 * Stub servers for tests, demonstrations and {@code thor intel serve-stub}: {@link io.thor4j.threatintel.stub.ThreatConnectStub},
 * {@link io.thor4j.threatintel.stub.ThorCloudStub} and {@link io.thor4j.threatintel.stub.TaxiiStub} check
 * signatures and keys, filter, page, and misbehave on demand. They listen on the loopback address only. A package of the published jar and not a
 * test-jar, because a command serves them, and because a module path cannot hold two jars of one module.
 */
@NullMarked
package io.thor4j.threatintel.stub;

import org.jspecify.annotations.NullMarked;
