/** On or off, at once. */
import './switch.css';

interface Props {
  name: string;
  on: boolean;
  onChange: (on: boolean) => void;
  describedBy?: string;
}

export function Switch({ name, on, onChange, describedBy }: Props) {
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-checked={on}
      aria-label={name}
      aria-describedby={describedBy}
      onClick={() => onChange(!on)}
    />
  );
}
