"""What a learner has done, folded from events, and which doors it opens. Pure: `now` comes in as an argument."""
