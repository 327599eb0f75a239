/** Calls that one node passes on to another: what is signed of them, how they are sent, and when they are believed. */
@NullMarked
package io.palyra.connectors.admin.nodes;

import org.jspecify.annotations.NullMarked;
