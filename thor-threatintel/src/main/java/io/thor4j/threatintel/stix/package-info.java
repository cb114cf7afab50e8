/**
 * Indicators of STIX 2.1: {@link io.thor4j.threatintel.stix.StixIndicators} makes indicators of a store of STIX objects,
 * {@link io.thor4j.threatintel.stix.StixPattern} reads their patterns. Not exported.
 */
@NullMarked
package io.thor4j.threatintel.stix;

import org.jspecify.annotations.NullMarked;
