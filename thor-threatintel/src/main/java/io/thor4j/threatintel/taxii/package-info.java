/**
 * TAXII 2.1: {@link io.thor4j.threatintel.taxii.TaxiiClient} reads servers of it (OASIS TAXII Version 2.1, 10 June 2021),
 * {@link io.thor4j.threatintel.taxii.TaxiiFeed} brings the STIX indicators of their collections into a store.
 */
@NullMarked
package io.thor4j.threatintel.taxii;

import org.jspecify.annotations.NullMarked;
