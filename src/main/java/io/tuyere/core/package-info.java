/**
 * The words of the domain: regions, countries, tenants, projects, secrets, cloud codes, failures, path templates. It uses
 * the JDK and, for shared calling codes, libphonenumber's data; nothing in it waits or talks to a network. Start reading at
 * {@link io.tuyere.core.Tenant}.
 */
@NullMarked
package io.tuyere.core;

import org.jspecify.annotations.NullMarked;
