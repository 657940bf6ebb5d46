package dev.batchline.plan;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * A key for each task, by ordinal: two tasks with the same key do the same.
 *
 * <p>It is the beginning of a SHA-256 over the task's id, command, environment, patterns of
 * outputs, the path and content of each file it gets, and the keys of all tasks whose outputs it
 * reads. What a task computes on, how long it may take and how often it is tried is not in it. A
 * million keys take 16 MB.
 */
public final class TaskKeys {

  /** Of one key, in bytes. */
  public static final int LENGTH = 16;

  /** Changes when what goes into a key does, so that keys of other versions fit nothing. */
  private static final String FORM = "1";

  private final byte[] bytes;

  private TaskKeys(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Keys of a plan whose tasks all run as planned. */
  public static TaskKeys of(Plan plan) {
    return of(plan, task -> Optional.empty());
  }

  /**
   * Keys of a plan of which some results were made otherwise than planned.
   *
   * @param made the key of what made a task's result, or {@link #unknown()}; empty for a task that
   *     runs as planned
   */
  public static TaskKeys of(Plan plan, IntFunction<Optional<byte[]>> made) {
    byte[] keys = new byte[plan.header().taskCount() * LENGTH];
    MessageDigest common = sha256();
    text(common, FORM);
    files(common, plan.header().app());
    files(common, plan.header().inputs());
    byte[] shared = common.digest();
    Map<String, byte[]> groups = new HashMap<>();
    for (PlannedGroup group : plan.header().groups()) {
      int end = group.first() + group.count();
      for (int task = group.first(); task < end; task++) {
        Optional<byte[]> known = made.apply(task);
        byte[] key = known.isPresent() ? known.get() : key(plan.task(task), shared, groups);
        System.arraycopy(key, 0, keys, task * LENGTH, LENGTH);
      }
      MessageDigest all = sha256();
      all.update(keys, group.first() * LENGTH, group.count() * LENGTH);
      groups.put(group.name(), all.digest());
    }
    return new TaskKeys(keys);
  }

  /** As {@link #bytes()} gave them. */
  public static TaskKeys read(byte[] bytes) {
    return new TaskKeys(bytes.clone());
  }

  /** The key of a result that nobody can make again by planning the same. */
  public static byte[] unknown() {
    return new byte[LENGTH];
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public int count() {
    return bytes.length / LENGTH;
  }

  public byte[] key(int task) {
    return Arrays.copyOfRange(bytes, task * LENGTH, (task + 1) * LENGTH);
  }

  /** Whether a task and another's task do the same. */
  public boolean same(int task, TaskKeys others, int other) {
    return other < others.count()
        && Arrays.equals(
            bytes,
            task * LENGTH,
            (task + 1) * LENGTH,
            others.bytes,
            other * LENGTH,
            (other + 1) * LENGTH)
        && isKnown(task);
  }

  /** Whether a task's result could be made again by planning the same. */
  public boolean isKnown(int task) {
    return !Arrays.equals(key(task), unknown());
  }

  private static byte[] key(PlannedTask task, byte[] shared, Map<String, byte[]> groups) {
    MessageDigest digest = sha256();
    digest.update(shared);
    text(digest, task.id());
    if (task.invocation() instanceof Invocation.Shell shell) {
      text(digest, "shell");
      text(digest, shell.line());
    } else if (task.invocation() instanceof Invocation.Arguments program) {
      text(digest, "program");
      texts(digest, program.arguments());
    }
    Map<String, String> environment = new TreeMap<>(task.environment());
    number(digest, environment.size());
    environment.forEach(
        (name, value) -> {
          text(digest, name);
          text(digest, value);
        });
    files(digest, task.inputs());
    texts(digest, task.outputs());
    number(digest, task.earlierOutputs().size());
    for (EarlierOutput read : task.earlierOutputs()) {
      text(digest, read.group());
      text(digest, read.files());
      digest.update(groups.getOrDefault(read.group(), new byte[0]));
    }
    return Arrays.copyOf(digest.digest(), LENGTH);
  }

  private static void files(MessageDigest digest, List<StagedFile> files) {
    number(digest, files.size());
    for (StagedFile file : files) {
      text(digest, file.path());
      text(digest, file.sha256());
    }
  }

  private static void texts(MessageDigest digest, List<String> texts) {
    number(digest, texts.size());
    texts.forEach(each -> text(digest, each));
  }

  /** With its length, so that no two lists of texts look alike. */
  private static void text(MessageDigest digest, String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    number(digest, encoded.length);
    digest.update(encoded);
  }

  private static void number(MessageDigest digest, int number) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, number));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
