import Diffusion
import Engine

// The names of the diffusion library are what graphs write.
extension SamplerName: Port, LiteralPort, Choice {}
extension Scheduler: Port, LiteralPort, Choice {}
extension AlignedSteps: Port, LiteralPort, Choice {}
extension OptimalSteps: Port, LiteralPort, Choice {}

/// A switch that graphs write as a word.
enum Switch: String, Choice {
    case enable
    case disable
}
