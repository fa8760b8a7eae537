/// A network made worse on purpose, so that guidance can lead away from what it then predicts.
public enum Perturbation: Sendable, Hashable {
    /// At the smallest size, places of the picture look up nothing in each other.
    case stillMiddle
}
