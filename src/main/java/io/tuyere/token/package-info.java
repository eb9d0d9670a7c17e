/**
 * Who may speak as whom: the cloud's tokens of projects and users, renewed by one caller at a time, and the gateway's own
 * tokens that clients get instead. It may use {@code core}, {@code observe} and {@code redis}. Start reading at
 * {@link io.tuyere.token.Tokens}.
 */
@NullMarked
package io.tuyere.token;

import org.jspecify.annotations.NullMarked;
