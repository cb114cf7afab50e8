/**
 * Threat intelligence. {@link io.thor4j.threatintel.Indicator} is what all feeds bring and the store holds; the clients are in
 * {@code threatconnect} and {@code thorcloud}, the store in {@code store}, what brings both together in {@code feed}. What goes wrong on the
 * remote side is a {@link io.thor4j.threatintel.RemoteException}.
 */
@NullMarked
package io.thor4j.threatintel;

import org.jspecify.annotations.NullMarked;
