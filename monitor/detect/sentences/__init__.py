"""What one sentence states about training AI: events and their signs, the rules' verdict, the model's weighing."""
