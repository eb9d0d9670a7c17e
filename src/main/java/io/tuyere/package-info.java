@NullMarked
package io.tuyere;

import org.jspecify.annotations.NullMarked;
