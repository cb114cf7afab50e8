/** The store of indicators: {@link io.thor4j.threatintel.store.IndicatorStore}. */
@NullMarked
package io.thor4j.threatintel.store;

import org.jspecify.annotations.NullMarked;
