/**
 * The store of indicators: {@link io.thor4j.threatintel.store.IndicatorStore}, on SQLite or PostgreSQL. It takes a
 * {@link io.thor4j.threatintel.store.PageUpdate} a transaction, decides with an {@link io.thor4j.threatintel.store.ExpiryPolicy} what is
 * active, and remembers why an indicator left.
 */
@NullMarked
package io.thor4j.threatintel.store;

import org.jspecify.annotations.NullMarked;
