package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.Bodies;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.DeallocationOption;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeJson;
import dev.batchline.emulator.model.NodeState;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Pages;
import dev.batchline.emulator.model.Pool;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What users do with nodes. */
final class NodeOperations {

  private static final int REMOTE_LOGIN_PORT = 50000;

  private final Core core;
  private final Bodies bodies;
  private final NodeLife nodes;
  private final Set<String> users = new HashSet<>();

  NodeOperations(Core core, Bodies bodies, NodeLife nodes) {
    this.core = core;
    this.bodies = bodies;
    this.nodes = nodes;
  }

  void register(Map<Operation, Handler> handlers) {
    handlers.put(Operation.COMPUTE_NODE_LIST, this::list);
    handlers.put(Operation.COMPUTE_NODE_GET, this::get);
    handlers.put(Operation.COMPUTE_NODE_REBOOT, this::reboot);
    handlers.put(Operation.COMPUTE_NODE_REIMAGE, this::reimage);
    handlers.put(Operation.COMPUTE_NODE_DISABLE_SCHEDULING, this::disableScheduling);
    handlers.put(Operation.COMPUTE_NODE_ENABLE_SCHEDULING, this::enableScheduling);
    handlers.put(Operation.COMPUTE_NODE_DEALLOCATE, this::deallocate);
    handlers.put(Operation.COMPUTE_NODE_START, this::start);
    handlers.put(Operation.COMPUTE_NODE_ADD_USER, this::addUser);
    handlers.put(Operation.COMPUTE_NODE_UPDATE_USER, this::updateUser);
    handlers.put(Operation.COMPUTE_NODE_DELETE_USER, this::deleteUser);
    handlers.put(Operation.COMPUTE_NODE_GET_REMOTE_LOGIN_SETTINGS, this::remoteLogin);
    handlers.put(Operation.COMPUTE_NODE_GET_REMOTE_DESKTOP, this::remoteDesktop);
    handlers.put(Operation.COMPUTE_NODE_EXTENSION_LIST, this::extensions);
    handlers.put(
        Operation.COMPUTE_NODE_EXTENSION_GET,
        call -> {
          node(call);
          throw ErrorCode.EXTENSION_NOT_FOUND.error();
        });
  }

  private AccountPool pool(Call call) {
    return core.account().pool(call.name("poolId"));
  }

  private Node node(Call call) {
    return core.account().node(call.name("poolId"), call.name("nodeId"));
  }

  private Reply list(Call call) {
    AccountPool found = pool(call);
    Pool pool = found.pool();
    Pages<Node> page = Pages.of(found.nodes(), call.page(), NodeJson::properties);
    return () -> page.render(node -> NodeJson.render(node, pool, call.base()));
  }

  private Reply get(Call call) {
    Pool pool = pool(call).pool();
    Node node = node(call);
    return () -> new Answer.Entity(NodeJson.render(node, pool, call.base()), Optional.empty());
  }

  private DeallocationOption option(Call call, String block, String member) {
    return DeallocationOption.of(bodies.readOptional(block, call.body()).path(member).asText());
  }

  private Reply reboot(Call call) {
    DeallocationOption option = option(call, "NodeRebootParameter", "nodeRebootOption");
    nodes.reboot(pool(call), up(call), option, NodeState.REBOOTING);
    return Reply.done();
  }

  private Reply reimage(Call call) {
    DeallocationOption option = option(call, "NodeReimageParameter", "nodeReimageOption");
    ObjectNode said = pool(call).pool().settings().document().tree();
    node(call);
    needCloudService(said, "reimage");
    nodes.reboot(pool(call), up(call), option, NodeState.REIMAGING);
    return Reply.done();
  }

  /** A node that can be restarted. */
  private Node up(Call call) {
    Node node = node(call);
    return switch (node.state().state()) {
      case CREATING, PREEMPTED -> throw ErrorCode.NODE_BEING_CREATED.error();
      case STARTING -> throw ErrorCode.NODE_BEING_STARTED.error();
      case REBOOTING -> throw ErrorCode.NODE_BEING_REBOOTED.error();
      case REIMAGING, UPGRADINGOS -> throw ErrorCode.NODE_BEING_REIMAGED.error();
      case LEAVINGPOOL, DEALLOCATING, DEALLOCATED ->
          throw ErrorCode.OPERATION_INVALID_FOR_STATE.error();
      case WAITINGFORSTARTTASK, STARTTASKFAILED, IDLE, RUNNING, UNUSABLE, UNKNOWN, OFFLINE -> node;
    };
  }

  private Reply disableScheduling(Call call) {
    DeallocationOption option =
        option(call, "NodeDisableSchedulingParameter", "nodeDisableSchedulingOption");
    Node node = node(call);
    if (!node.schedulingEnabled()) {
      throw ErrorCode.NODE_ALREADY_IN_SCHEDULING_STATE.error();
    }
    nodes.scheduling(pool(call), node, false, option);
    return Reply.done();
  }

  private Reply enableScheduling(Call call) {
    Node node = node(call);
    if (node.schedulingEnabled()) {
      throw ErrorCode.NODE_ALREADY_IN_SCHEDULING_STATE.error();
    }
    nodes.scheduling(pool(call), node, true, DeallocationOption.REQUEUE);
    return Reply.done();
  }

  private Reply deallocate(Call call) {
    DeallocationOption option = option(call, "NodeDeallocateParameter", "nodeDeallocateOption");
    Node node = node(call);
    if (node.is(NodeState.LEAVINGPOOL)
        || node.is(NodeState.DEALLOCATING)
        || node.is(NodeState.DEALLOCATED)) {
      throw ErrorCode.OPERATION_INVALID_FOR_STATE.error();
    }
    nodes.reboot(pool(call), node.withScheduling(false), option, NodeState.DEALLOCATING);
    return Reply.done();
  }

  private Reply start(Call call) {
    Node node = node(call);
    if (!node.is(NodeState.DEALLOCATED)) {
      throw ErrorCode.OPERATION_INVALID_FOR_STATE.error();
    }
    nodes.start(pool(call), node);
    return Reply.done();
  }

  private static String userKey(Node node, String name) {
    return node.key() + "/" + Ids.key(name);
  }

  private Reply addUser(Call call) {
    String name = bodies.read("ComputeNodeUser", call.body()).path("name").asText();
    Node node = up(call);
    if (node.is(NodeState.UNUSABLE)) {
      throw ErrorCode.NODE_STATE_UNUSABLE.error();
    }
    if (!users.add(userKey(node, name))) {
      throw ErrorCode.NODE_USER_EXISTS.error();
    }
    String location = call.base() + "/pools/" + call.name("poolId") + "/nodes/" + node.id();
    return () -> new Answer.Done(Optional.empty(), Optional.of(location + "/users/" + name));
  }

  private Reply updateUser(Call call) {
    Node node = node(call);
    bodies.read("NodeUpdateUserParameter", call.body());
    if (!users.contains(userKey(node, call.name("userName")))) {
      throw ErrorCode.NODE_USER_NOT_FOUND.error();
    }
    return Reply.done();
  }

  private Reply deleteUser(Call call) {
    if (!users.remove(userKey(node(call), call.name("userName")))) {
      throw ErrorCode.NODE_USER_NOT_FOUND.error();
    }
    return Reply.done();
  }

  private Reply remoteLogin(Call call) {
    Node node = node(call);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("remoteLoginIPAddress", "127.0.0.1");
    json.put("remoteLoginPort", REMOTE_LOGIN_PORT + node.origin().number() % 10000);
    return () -> new Answer.Entity(json, Optional.empty());
  }

  /** Which only nodes of a kind had that the service no longer makes; older clients still do. */
  private Reply remoteDesktop(Call call) {
    Node node = node(call);
    needCloudService(pool(call).pool().settings().document().tree(), "getremotedesktop");
    String text =
        "full address:s:127.0.0.1\r\nLoadBalanceInfo:s:Cookie: mstshash=TVM#TVM_IN_"
            + node.origin().number();
    return () -> new Answer.Octets(text);
  }

  private static void needCloudService(ObjectNode pool, String operation) {
    if (pool.has("virtualMachineConfiguration")) {
      throw ErrorCode.OPERATION_NOT_VALID_ON_NODE.error(
          Map.of(
              "Reason",
              "Operation "
                  + operation
                  + " can be invoked only on pools created with cloudServiceConfiguration"));
    }
  }

  private Reply extensions(Call call) {
    node(call);
    return () -> new Answer.Listing(List.of(), Optional.empty());
  }
}
