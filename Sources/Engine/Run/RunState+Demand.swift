// What comes to be needed while a run goes on.
extension RunState {
    /// Has a node wait for everything that its strong links, and the lazy ones that it has asked for, lead to.
    mutating func wire(_ index: Int) {
        var stack = [index]
        while let wired = stack.popLast() {
            let definition = nodes[wired].checked.definition
            for link in nodes[wired].checked.links {
                guard !definition.inputs[link.input].isLazy || asked[wired]?.contains(link.input) ?? false else {
                    continue
                }
                let source = nodes[link.source].maker
                if let further = require(link.slot, of: source) { stack.append(further) }
                attach(wired, to: source)
            }
            guard case .waiting = nodes[wired].standing, nodes[wired].waiting == 0 else { continue }
            ready.push(wired, rank: nodes[wired].rank)
        }
    }

    /// Sees to it that a node will be done, and the value of one of its outputs there.
    ///
    /// - Returns: the node, if it is going to be run and has to be wired first.
    mutating func require(_ slot: Int?, of index: Int) -> Int? {
        switch nodes[index].standing {
        case .stored:
            nodes[index].standing = .reading
            ready.push(index, rank: nodes[index].rank)
            return nil
        case .done:
            guard let slot, nodes[index].values[slot] == nil else { return nil }
        // It was dropped, for nothing seemed to want it any more.
        case .unneeded, .possible: break
        default: return nil
        }
        let node = nodes[index]
        let decision = Plan.decision(
            on: node.checked, key: node.key, inputs: node.fingerprints, memory: memory, folders: folders)
        switch decision {
        case .runs(let reason):
            return start(index, because: reason)
        case .reused(.held(let result)):
            settle(index, result)
            releaseSources(of: index)
            news.append(.reused(index, result))
        case .reused(.stored(let stored)):
            nodes[index].standing = .reading
            ready.push(index, rank: nodes[index].rank)
            let known = NodeResult(outputs: [], saved: stored.saved, shown: stored.shown, seconds: stored.seconds)
            news.append(.reused(index, known))
        default: break
        }
        return nil
    }

    /// Has a node run after all whose result was thought to be there.
    mutating func rerun(_ index: Int) {
        memory.forget(nodes[index].key)
        wire(start(index, because: .evicted))
    }

    private mutating func start(_ index: Int, because reason: RunReason) -> Int {
        nodes[index].standing = .waiting(reason)
        holdSources(of: index)
        return index
    }

    func isDone(_ index: Int) -> Bool {
        if case .done = nodes[index].standing { true } else { false }
    }

    /// Has `consumer` wait for a node, unless that is done.
    mutating func attach(_ consumer: Int, to index: Int) {
        guard !isDone(index) else { return }
        nodes[index].consumers.append(consumer)
        nodes[consumer].waiting += 1
    }

    /// Notes that a node that was about to run asks for lazy inputs first.
    ///
    /// - Returns: whether it has to wait for them.
    mutating func ask(_ index: Int, for inputs: Set<Int>) -> Bool {
        guard case .running(let reason) = nodes[index].standing else { return false }
        asked[index, default: []].formUnion(inputs)
        nodes[index].standing = .waiting(reason)
        var failed: NodeName?
        for link in nodes[index].checked.links where inputs.contains(link.input) {
            let source = nodes[link.source].maker
            if let further = require(link.slot, of: source) { wire(further) }
            if case .failed(let cause) = nodes[source].standing { failed = cause }
            attach(index, to: source)
        }
        if let failed {
            fail(index, as: failed, isItself: false)
            return true
        }
        guard nodes[index].waiting == 0 else { return true }
        nodes[index].standing = .running(reason)
        return false
    }

    /// Nodes that wait for each other, found when nothing else is left to do: from the first of them round to itself.
    func loop() -> [Int]? {
        let isWaiting = { (index: Int) in
            switch self.nodes[index].standing {
            case .waiting, .expanded, .reading: true
            default: false
            }
        }
        var makers: [Int: Int] = [:]
        for index in nodes.indices where isWaiting(index) {
            for consumer in nodes[index].consumers where makers[consumer] == nil { makers[consumer] = index }
        }
        guard var place = nodes.indices.first(where: isWaiting) else { return nil }
        var path: [Int] = []
        var seen: [Int: Int] = [:]
        while seen[place] == nil {
            seen[place] = path.count
            path.append(place)
            guard let maker = makers[place] else { break }
            place = maker
        }
        return Array((path[(seen[place] ?? 0)...] + [place]).reversed())
    }
}
