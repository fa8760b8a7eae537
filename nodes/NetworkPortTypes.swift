/// The types of outputs that bring a network, whose precision a run may choose.
public let networkPortTypes: Set<String> = [Model.portType, ControlNetwork.portType]
