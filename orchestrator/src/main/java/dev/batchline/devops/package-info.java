/** Azure DevOps: REST and logging commands. */
@NullMarked
package dev.batchline.devops;

import org.jspecify.annotations.NullMarked;
