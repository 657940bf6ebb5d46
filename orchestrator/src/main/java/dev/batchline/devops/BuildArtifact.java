package dev.batchline.devops;

import java.net.URI;

/**
 * Something a build published.
 *
 * @param kind {@code PipelineArtifact} or {@code Container}
 * @param download where it is had as one zip file
 */
public record BuildArtifact(String name, String kind, URI download) {}
