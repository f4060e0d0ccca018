/** A component that is drawn again only when one of its properties, or a signal it reads, is another. */
import { Component, type ComponentType } from 'preact';

export function still<P extends object>(View: ComponentType<P>): ComponentType<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>) {
      const [one, other] = [this.props as Record<string, unknown>, next as Record<string, unknown>];
      return Object.keys({ ...one, ...other }).some((name) => one[name] !== other[name]);
    }
    override render() {
      return <View {...(this.props as P)} />;
    }
  };
}
